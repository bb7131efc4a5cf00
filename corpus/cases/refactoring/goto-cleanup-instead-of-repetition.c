// Repeated cleanup is gathered at a label.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Each error still unlocks once and returns the same code.
#include "kernel.h"

static DEFINE_MUTEX(lock);
static u32 a, b;

int both_set(u32 x, u32 y)
{
	int err = 0;

	mutex_lock(&lock);
	if (x > 9) {
#ifdef FIXED
		err = -EINVAL;
		goto out;
#else
		mutex_unlock(&lock);
		return -EINVAL;
#endif
	}
	a = x;
	b = y;
#ifdef FIXED
out:
#endif
	mutex_unlock(&lock);
	return err;
}
