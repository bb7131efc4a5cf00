// The count of open files goes down in release instead of flush.
// lpcheck: expect refused
// lpcheck: because counter-balance
// lpcheck: origin synthetic
// A file flushed by old code (counted down) and released by new code is counted down twice; the two calls come at
// different times, so the count is wrong for ever.
#include "kernel.h"

static atomic_t open_files = ATOMIC_INIT(0);

int dev_open(struct inode *inode, struct file *file)
{
	atomic_inc(&open_files);
	return 0;
}

int dev_flush(struct file *file)
{
#ifndef FIXED
	atomic_dec(&open_files);
#endif
	file->f_flags = 0;
	return 0;
}

int dev_release(struct inode *inode, struct file *file)
{
#ifdef FIXED
	atomic_dec(&open_files);
#endif
	return 0;
}
