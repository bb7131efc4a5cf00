// A loop that might have tried for ever gives up with an error.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { struct mutex lock; int n, full; };
void dev_sleep(void);

int dev_set(struct dev *d, int n)
{
	int tries = 0;

	if (n < 0)
		return -EINVAL;
again:
	mutex_lock(&d->lock);
	if (d->full) {
		mutex_unlock(&d->lock);
#ifdef FIXED
		if (tries++ > 10)
			return -EBUSY;
#endif
		dev_sleep();
		goto again;
	}
	d->n = n;
	mutex_unlock(&d->lock);
	return 0;
}
