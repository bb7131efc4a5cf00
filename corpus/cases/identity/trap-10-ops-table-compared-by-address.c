// Trap 10: an ops table changes and is installed by changed code, while unchanged code compares its address.
// lpcheck: expect refused
// lpcheck: because identity
// lpcheck: because const-table-change
// lpcheck: origin synthetic
// The changed table travels as a copy in the patch module, so files opened by new code carry another address than the
// one that unchanged is_pipe tests for; it takes them for foreign.
#include "kernel.h"

static ssize_t pipe_read(struct file *file, char __user *buf, size_t len, loff_t *pos) { return 0; }
#ifdef FIXED
static int pipe_release(struct inode *inode, struct file *file) { return 0; }
#endif
struct pfile { const struct file_operations *ops; u32 rights; };

static const struct file_operations pipe_ops = {
	.read = pipe_read,
#ifdef FIXED
	.release = pipe_release,
#endif
};

int pipe_open(struct pfile *f, u32 rights)
{
#ifdef FIXED
	if (rights > 7)
		return -EINVAL;
#endif
	f->ops = &pipe_ops;
	f->rights = rights;
	return 0;
}

bool is_pipe(const struct pfile *f)
{
	return f->ops == &pipe_ops;
}
