// A lock that others may hold is set up in a function that is called again and again.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { spinlock_t lock; int n; };

void dev_inc(struct dev *d)
{
	spin_lock(&d->lock);
	d->n++;
	spin_unlock(&d->lock);
}

void dev_reset(struct dev *d)
{
#ifdef FIXED
	spin_lock_init(&d->lock);
#endif
	spin_lock(&d->lock);
	d->n = 0;
	spin_unlock(&d->lock);
}
