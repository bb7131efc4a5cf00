// Remove cancels the work item always; it did so only when its caller asked for it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// What the argument said has nothing to do with whether the work is initialised: callers of both kinds pass set-up devices.
#include "kernel.h"

static DEFINE_MUTEX(dev_mutex);
struct dev { struct work_struct jack; bool up; u32 n; };

static void jack_fn(struct work_struct *work)
{
	container_of(work, struct dev, jack)->n++;
}

void dev_init(struct dev *d)
{
	INIT_WORK(&d->jack, jack_fn);
}

void dev_remove(struct dev *d, bool sync)
{
#ifndef FIXED
	if (sync)
#endif
	cancel_work_sync(&d->jack);
	mutex_lock(&dev_mutex);
	d->up = false;
	mutex_unlock(&dev_mutex);
}
