// Work goes to a second work item, and the canceller cancels only that one.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: because ownership
// lpcheck: because patch-module-pointer
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Work that old code queued on the first item is not cancelled by new stop: it runs after the device is freed.
#include "kernel.h"

struct dev { struct work_struct rx, tx; u32 n; };

void dev_kick(struct dev *d)
{
#ifdef FIXED
	schedule_work(&d->tx);
#else
	schedule_work(&d->rx);
#endif
}

void dev_stop(struct dev *d)
{
#ifdef FIXED
	cancel_work_sync(&d->tx);
#else
	cancel_work_sync(&d->rx);
#endif
	kfree(d);
}
