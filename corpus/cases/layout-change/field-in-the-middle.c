// A field is inserted into a struct whose objects live as long as an open file.
// lpcheck: expect refused
// lpcheck: because layout-change
// lpcheck: origin synthetic
// Files opened by old code carry the short object with `len` where new code expects `seq`: new read uses a wrong length
// and reads behind the object. The data is there before the switch, so no order of switching tasks helps.
#include "kernel.h"

struct session {
	u32 id;
#ifdef FIXED
	u64 seq;
#endif
	u32 len;
	char buf[32];
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
	s->seq++;
#endif
	return copy_to_user(buf, s->buf, min_t(size_t, len, s->len)) ? -EFAULT : 0;
}
