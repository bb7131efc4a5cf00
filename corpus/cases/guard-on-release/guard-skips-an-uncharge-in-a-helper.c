// Close newly rejects large objects before it calls the helper that takes their charge back.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: because counter-balance
// lpcheck: origin interleaving harness, family account
// lpcheck: known-wrong too strict: undecided for undischarged
// Objects charged by open are never uncharged: the sum only grows until the limit refuses everybody. Old close uncharges
// them, so this is new harm, also for objects made before the switch.
#include "kernel.h"

struct obj { u32 pages; };
static DEFINE_SPINLOCK(sum_lock);
static int sum;

static noinline void sum_add(int n)
{
	spin_lock(&sum_lock);
	sum += n;
	spin_unlock(&sum_lock);
}

int obj_open(struct obj *o, u32 pages)
{
	o->pages = pages;
	sum_add((int)pages);
	return 0;
}

int obj_close(struct obj *o)
{
#ifdef FIXED
	if (o->pages > 256)
		return -EINVAL;
#endif
	sum_add(-(int)o->pages);
	return 0;
}
