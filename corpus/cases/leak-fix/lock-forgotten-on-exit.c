// An old exit that forgot to unlock does so now.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Old code deadlocks after this exit; the new one gives back what it took itself.
#include "kernel.h"

static DEFINE_MUTEX(lock);
static u32 value;

int value_set(u32 v)
{
	mutex_lock(&lock);
	if (v > 9) {
#ifdef FIXED
		mutex_unlock(&lock);
#endif
		return -EINVAL;
	}
	value = v;
	mutex_unlock(&lock);
	return 0;
}
