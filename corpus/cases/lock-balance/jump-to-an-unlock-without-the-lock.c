// A failure before the lock is taken now leaves through the label that unlocks.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: because lock-balance
// lpcheck: origin synthetic
// The new function unlocks what it has not locked: half of a change that moves the lock to the callers.
#include "kernel.h"

static DEFINE_MUTEX(lock);
static u32 a;

int a_set(u32 x)
{
	int err = 0;

	if (x > 9) {
#ifdef FIXED
		err = -EINVAL;
		goto out;
#else
		return -EINVAL;
#endif
	}
	mutex_lock(&lock);
	a = x;
#ifdef FIXED
out:
#endif
	mutex_unlock(&lock);
	return err;
}
