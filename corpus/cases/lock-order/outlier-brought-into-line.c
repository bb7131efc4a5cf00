// The one function that took the two mutexes the wrong way round is corrected.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Old code has both orders already and can deadlock by itself; the new function takes the order of all others. A mixture
// has no cycle that old code has not: the old bug lives until the last old frame is gone.
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static long left, right;

void transfer(long n)
{
	mutex_lock(&a);
	mutex_lock(&b);
	left -= n;
	right += n;
	mutex_unlock(&b);
	mutex_unlock(&a);
}

long audit(void)
{
	long sum;
#ifdef FIXED
	mutex_lock(&a);
	mutex_lock(&b);
#else
	mutex_lock(&b);
	mutex_lock(&a);
#endif
	sum = left + right;
	mutex_unlock(&a);
	mutex_unlock(&b);
	return sum;
}
