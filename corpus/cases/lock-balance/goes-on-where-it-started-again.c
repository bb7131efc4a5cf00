// What started again only wrote a message: where it starts again nothing else differs.
// lpcheck: expect immediate
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
		spin_unlock(&d->lock);
#ifndef FIXED
		pr_info("again\n");
#endif
	}
	d->busy = 1;
	spin_unlock(&d->lock);
	return 0;
}
