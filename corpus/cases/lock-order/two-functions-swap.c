// Two functions swap the order in which they take two mutexes.
// lpcheck: expect refused
// lpcheck: because lock-order
// lpcheck: origin synthetic
// A task in old transfer holds a and waits for b, one in new audit holds b and waits for a: a deadlock between two
// universes, which per-task allows. Neither version alone has it.
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static long left, right;
#ifdef FIXED
#define FIRST b
#define SECOND a
#else
#define FIRST a
#define SECOND b
#endif

void transfer(long n)
{
	mutex_lock(&FIRST);
	mutex_lock(&SECOND);
	left -= n;
	right += n;
	mutex_unlock(&SECOND);
	mutex_unlock(&FIRST);
}

long audit(void)
{
	long sum;

	mutex_lock(&FIRST);
	mutex_lock(&SECOND);
	sum = left + right;
	mutex_unlock(&SECOND);
	mutex_unlock(&FIRST);
	return sum;
}
