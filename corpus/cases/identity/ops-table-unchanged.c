// The same fix without touching the table.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// New code stores the address of the kernel's own table, as old code does; only a guard with a plain error is added.
#include "kernel.h"

static ssize_t pipe_read(struct file *file, char __user *buf, size_t len, loff_t *pos) { return 0; }
struct pfile { const struct file_operations *ops; u32 rights; };

static const struct file_operations pipe_ops = {
	.read = pipe_read,
};

int pipe_open(struct pfile *f, u32 rights)
{
#ifdef FIXED
	if (rights > 7)
		return -EINVAL;
#endif
	if (!rights)
		return -EINVAL;
	f->ops = &pipe_ops;
	f->rights = rights;
	return 0;
}

bool is_pipe(const struct pfile *f)
{
	return f->ops == &pipe_ops;
}
