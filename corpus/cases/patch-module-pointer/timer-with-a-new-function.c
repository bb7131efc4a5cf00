// A timer is armed with a new function in place of the old one.
// lpcheck: expect immediate
// lpcheck: condition pin-module
// lpcheck: origin synthetic
// Both handlers only set the same flag, the new one with WRITE_ONCE; armed timers of either kind may fire in any mixture.
// The pointer to the new one stays in the timer, which outlives the call.
#include "kernel.h"

static bool expired;
static struct timer_list guard_timer;

#ifdef FIXED
static void guard_expired(struct timer_list *t) { WRITE_ONCE(expired, true); }
#else
static void guard_fire(struct timer_list *t) { expired = true; }
#endif

void guard_start(void)
{
#ifdef FIXED
	timer_setup(&guard_timer, guard_expired, 0);
#else
	timer_setup(&guard_timer, guard_fire, 0);
#endif
	mod_timer(&guard_timer, jiffies + HZ);
}
