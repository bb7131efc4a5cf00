// The new error exit forgets to unlock.
// lpcheck: expect refused
// lpcheck: because lock-balance
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// The first rejected call leaves the mutex locked for ever: a deadlock in the new code alone that old code does not have.
#include "kernel.h"

static DEFINE_MUTEX(pool_lock);
static u32 pool_used;

int pool_take(u32 n)
{
	mutex_lock(&pool_lock);
#ifdef FIXED
	if (n > 64)
		return -EINVAL;
#endif
	pool_used += n;
	mutex_unlock(&pool_lock);
	return 0;
}
