// Remove cancels the work item always; it did so only when the device had come up, where the work is initialised.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: origin kernel
// lpcheck: known-wrong too strict: undecided for undischarged
// A device that never came up has no initialised work; the half of the change that initialises it earlier is missing.
#include "kernel.h"

static DEFINE_MUTEX(dev_mutex);
struct dev { struct work_struct jack; bool up; u32 n; };

static void jack_fn(struct work_struct *work)
{
	container_of(work, struct dev, jack)->n++;
}

void dev_io_init(struct dev *d)
{
	INIT_WORK(&d->jack, jack_fn);
	d->up = true;
}

void dev_remove(struct dev *d)
{
#ifndef FIXED
	if (d->up)
#endif
	cancel_work_sync(&d->jack);
	mutex_lock(&dev_mutex);
	d->up = false;
	mutex_unlock(&dev_mutex);
}
