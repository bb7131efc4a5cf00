// The section is no longer left before the function starts again and enters it.
// lpcheck: expect refused
// lpcheck: because lock-balance
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { spinlock_t lock; int busy, n; };
void dev_pause(void);

int dev_take(struct dev *d)
{
	int tries = 0;

	while (1) {
		spin_lock(&d->lock);
		if (!d->busy)
			break;
		while (d->busy) {
			spin_unlock(&d->lock);
			dev_pause();
			if (++tries > 100)
				return -EBUSY;
			spin_lock(&d->lock);
		}
#ifndef FIXED
		spin_unlock(&d->lock);
#endif
	}
	d->busy = 1;
	spin_unlock(&d->lock);
	return 0;
}
