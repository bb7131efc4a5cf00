// One function takes the second lock against the order of the file, but with a trylock and a way out.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// A trylock does not wait, so it adds no edge to the order; -EBUSY is an answer the function already gives.
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

int audit(long *sum)
{
	if (!mutex_trylock(&b))
		return -EBUSY;
#ifdef FIXED
	if (!mutex_trylock(&a)) {
		mutex_unlock(&b);
		return -EBUSY;
	}
#endif
	*sum = left + right;
#ifdef FIXED
	mutex_unlock(&a);
#endif
	mutex_unlock(&b);
	return 0;
}
