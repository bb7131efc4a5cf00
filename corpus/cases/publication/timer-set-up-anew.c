// A timer that may be pending is set up once more.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { struct timer_list timer; int n; };

void dev_tick(struct timer_list *t);

void dev_arm(struct dev *d)
{
#ifdef FIXED
	timer_setup(&d->timer, dev_tick, 0);
#endif
	mod_timer(&d->timer, 100);
}
