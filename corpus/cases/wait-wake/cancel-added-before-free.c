// Stop cancels the work item before it frees the device.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for may-sleep-now
// The work function takes no lock at all, so the cancel ends; old stop lacks it as before.
#include "kernel.h"

struct dev { struct work_struct rx; u32 n; };

static void rx_fn(struct work_struct *work)
{
	struct dev *d = container_of(work, struct dev, rx);

	d->n++;
}

void dev_start(struct dev *d)
{
	INIT_WORK(&d->rx, rx_fn);
	schedule_work(&d->rx);
}

void dev_stop(struct dev *d)
{
#ifdef FIXED
	cancel_work_sync(&d->rx);
#endif
	kfree(d);
}
