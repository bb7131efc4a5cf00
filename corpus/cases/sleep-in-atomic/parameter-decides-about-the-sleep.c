// The function newly sleeps where it was told that it may; the caller in a section says that it may not.
// lpcheck: expect undecided
// lpcheck: because may-sleep-now
// lpcheck: origin synthetic
#include "kernel.h"

struct flow { u32 n; };
static DEFINE_SPINLOCK(flow_lock);
static DEFINE_MUTEX(stats_lock);

static noinline void flow_account(struct flow *f, bool may_wait)
{
#ifdef FIXED
	if (may_wait) {
		mutex_lock(&stats_lock);
		mutex_unlock(&stats_lock);
	}
#endif
	f->n++;
}

void flow_add(struct flow *f)
{
	spin_lock(&flow_lock);
	flow_account(f, false);
	spin_unlock(&flow_lock);
}
