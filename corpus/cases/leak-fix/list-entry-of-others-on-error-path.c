// An error return becomes a jump to the label that unlinks what another function has linked, and unlinks again.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for may-sleep-now, undischarged
// After the failure the unchanged dev_drop takes the entry off once more.
#include "kernel.h"

struct dev { struct list_head node; int bars; void *regs; };
static LIST_HEAD(devs);
static DEFINE_MUTEX(devs_lock);
int dev_map(struct dev *d);

void dev_add(struct dev *d)
{
	mutex_lock(&devs_lock);
	list_add_tail(&d->node, &devs);
	mutex_unlock(&devs_lock);
}

int dev_setup(struct dev *d)
{
	if (d->bars < 2) {
#ifdef FIXED
		mutex_lock(&devs_lock);
		list_del(&d->node);
		mutex_unlock(&devs_lock);
#endif
		return -ENODEV;
	}
	return dev_map(d);
}

void dev_drop(struct dev *d)
{
	mutex_lock(&devs_lock);
	list_del(&d->node);
	mutex_unlock(&devs_lock);
}
