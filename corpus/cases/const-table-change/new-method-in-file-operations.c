// A release method is added to a file_operations table.
// lpcheck: expect refused
// lpcheck: because const-table-change
// lpcheck: origin synthetic
// Files hold a pointer to the table in the kernel's rodata, which no redirect rewrites: release is never called.
#include "kernel.h"

static int log_open(struct inode *inode, struct file *file)
{
	file->private_data = kzalloc(64, GFP_KERNEL);
	return file->private_data ? 0 : -ENOMEM;
}

#ifdef FIXED
static int log_release(struct inode *inode, struct file *file)
{
	kfree(file->private_data);
	return 0;
}
#endif

const struct file_operations log_fops = {
	.open = log_open,
#ifdef FIXED
	.release = log_release,
#endif
};
