// After a sleep the condition is not looked at again.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { struct mutex lock; wait_queue_head_t wq; int n, full; };
void dev_sleep(struct dev *d);

void dev_set(struct dev *d, int n)
{
	mutex_lock(&d->lock);
#ifdef FIXED
	if (d->full) {
#else
	while (d->full) {
#endif
		mutex_unlock(&d->lock);
		dev_sleep(d);
		mutex_lock(&d->lock);
	}
	d->n = n;
	mutex_unlock(&d->lock);
}
