// An error return becomes a jump to a label that wakes first and counts down then.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: because publication
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The waiter wakes, finds the count as it was, and sleeps for ever.
#include "kernel.h"

struct pool { int busy; wait_queue_head_t idle; };
int pool_try(struct pool *p);

int pool_run(struct pool *p, int n)
{
	if (n > 8) {
#ifdef FIXED
		goto out;
#else
		p->busy--;
		wake_up(&p->idle);
		return -EINVAL;
#endif
	}
	if (pool_try(p) < 0)
		goto out;
	return 0;
out:
	wake_up(&p->idle);
	p->busy--;
	return -EINVAL;
}

void pool_drain(struct pool *p)
{
	wait_event(p->idle, p->busy == 0);
}
