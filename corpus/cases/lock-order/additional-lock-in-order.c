// One function takes a second mutex inside the first, in the order that the rest of the file uses.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The union of both versions' orders is still a -> b only, every exit releases both, and the new section adds exclusion
// to a read that had none.
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

	mutex_lock(&a);
#ifdef FIXED
	mutex_lock(&b);
#endif
	sum = left + right;
#ifdef FIXED
	mutex_unlock(&b);
#endif
	mutex_unlock(&a);
	return sum;
}
