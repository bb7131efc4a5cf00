// An if with an early return is turned into nesting.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Each input takes the same statements to the same result.
#include "kernel.h"

static DEFINE_MUTEX(lock);
static u32 value;

int value_add(u32 n)
{
#ifdef FIXED
	if (n <= 100) {
		mutex_lock(&lock);
		value += n;
		mutex_unlock(&lock);
		return 0;
	}
	return -EINVAL;
#else
	if (n > 100)
		return -EINVAL;
	mutex_lock(&lock);
	value += n;
	mutex_unlock(&lock);
	return 0;
#endif
}
