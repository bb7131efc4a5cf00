// Stop cancels the work item while it holds the mutex that the work function takes.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: because lock-order
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for waits-under-lock
// Cancelling waits for the work, the work waits for the mutex: the new code deadlocks by itself.
#include "kernel.h"

static DEFINE_MUTEX(dev_lock);
struct dev { struct work_struct rx; u32 n; };

static void rx_fn(struct work_struct *work)
{
	struct dev *d = container_of(work, struct dev, rx);

	mutex_lock(&dev_lock);
	d->n++;
	mutex_unlock(&dev_lock);
}

void dev_start(struct dev *d)
{
	INIT_WORK(&d->rx, rx_fn);
	schedule_work(&d->rx);
}

void dev_stop(struct dev *d)
{
	mutex_lock(&dev_lock);
#ifdef FIXED
	cancel_work_sync(&d->rx);
#endif
	d->n = 0;
	mutex_unlock(&dev_lock);
}
