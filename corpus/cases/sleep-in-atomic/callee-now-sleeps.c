// A callee newly waits for a mutex; its unchanged caller holds a spinlock.
// lpcheck: expect refused
// lpcheck: because sleep-in-atomic
// lpcheck: origin synthetic
// The new callee sleeps in the caller's spinlock section, in every version of every mechanism.
#include "kernel.h"

static DEFINE_SPINLOCK(flow_lock);
static DEFINE_MUTEX(stats_lock);
static u32 flows, peak;

static noinline void flow_account(void)
{
#ifdef FIXED
	mutex_lock(&stats_lock);
	peak = max(peak, flows);
	mutex_unlock(&stats_lock);
#else
	peak = max(peak, flows);
#endif
}

void flow_add(void)
{
	spin_lock(&flow_lock);
	flows++;
	flow_account();
	spin_unlock(&flow_lock);
}
