// The lock is held from open to release instead of within each call.
// lpcheck: expect refused
// lpcheck: because lock-balance
// lpcheck: because order-of-phases
// lpcheck: origin synthetic
// A file opened by old code without the lock is released by new code, which unlocks a mutex that nobody, or somebody
// else, holds. Nothing is on a stack between the two system calls.
#include "kernel.h"

static DEFINE_MUTEX(excl);
static u32 users;

int excl_open(struct inode *inode, struct file *file)
{
	mutex_lock(&excl);
	users++;
#ifndef FIXED
	mutex_unlock(&excl);
#endif
	return 0;
}

int excl_release(struct inode *inode, struct file *file)
{
#ifndef FIXED
	mutex_lock(&excl);
#endif
	users--;
	mutex_unlock(&excl);
	return 0;
}
