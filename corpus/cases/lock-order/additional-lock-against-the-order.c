// One function takes a second mutex inside the first, against the order that unchanged code uses.
// lpcheck: expect refused
// lpcheck: because lock-order
// lpcheck: origin synthetic
// New audit holds b and waits for a while unchanged transfer holds a and waits for b: a deadlock that the fix itself
// brings, in every mechanism.
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

	mutex_lock(&b);
#ifdef FIXED
	mutex_lock(&a);
#endif
	sum = left + right;
#ifdef FIXED
	mutex_unlock(&a);
#endif
	mutex_unlock(&b);
	return sum;
}
