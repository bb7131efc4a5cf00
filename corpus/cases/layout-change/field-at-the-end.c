// A counter is appended to a struct whose objects live as long as an open file.
// lpcheck: expect refused
// lpcheck: because layout-change
// lpcheck: because extent
// lpcheck: origin synthetic
// No offset moves, but objects made by old code are eight bytes shorter: new read increments memory behind them.
#include "kernel.h"

struct session {
	u32 len;
	char buf[32];
#ifdef FIXED
	u64 reads;
#endif
};

int session_open(struct inode *inode, struct file *file)
{
	file->private_data = kzalloc(sizeof(struct session), GFP_KERNEL);
	return file->private_data ? 0 : -ENOMEM;
}

ssize_t session_read(struct file *file, char __user *buf, size_t len, loff_t *pos)
{
	struct session *s = file->private_data;

#ifdef FIXED
	s->reads++;
#endif
	return copy_to_user(buf, s->buf, min_t(size_t, len, sizeof(s->buf))) ? -EFAULT : 0;
}
