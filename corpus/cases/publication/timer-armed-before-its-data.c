// The timer is armed before the data that its handler uses is allocated.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: because order-of-phases
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The handler may run at once on another CPU and dereferences NULL; old code arms it last. New code alone does it.
#include "kernel.h"

static struct timer_list tick;
static u32 *hist;

static void tick_fn(struct timer_list *t)
{
	hist[0]++;
}

int tick_start(void)
{
#ifdef FIXED
	timer_setup(&tick, tick_fn, 0);
	mod_timer(&tick, jiffies + 1);
#endif
	hist = kcalloc(16, sizeof(u32), GFP_KERNEL);
	if (!hist)
		return -ENOMEM;
#ifndef FIXED
	timer_setup(&tick, tick_fn, 0);
	mod_timer(&tick, jiffies + 1);
#endif
	return 0;
}
