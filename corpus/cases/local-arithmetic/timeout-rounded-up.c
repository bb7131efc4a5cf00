// A timeout is saturated before it is handed to the timer.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Any expiry is legal for mod_timer; the stored period keeps its unit and value.
#include "kernel.h"

static struct timer_list timer;
struct poll { u32 period_ms; };

void poll_arm(const struct poll *p)
{
	unsigned long delay = msecs_to_jiffies(p->period_ms);

#ifdef FIXED
	if (delay > 3600UL * HZ)
		delay = 3600UL * HZ;
#endif
	mod_timer(&timer, jiffies + delay);
}
