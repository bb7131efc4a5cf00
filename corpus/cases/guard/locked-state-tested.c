// A state is tested under the lock that protects it, and an error returned.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The section already exists; the new exit unlocks. -EBUSY is returned for other states, too.
#include "kernel.h"

struct dev { spinlock_t lock; u32 state; u32 value; };

int dev_set(struct dev *d, u32 value)
{
	spin_lock(&d->lock);
	if (d->state == 0) {
		spin_unlock(&d->lock);
		return -EBUSY;
	}
#ifdef FIXED
	if (d->state == 3) {
		spin_unlock(&d->lock);
		return -EBUSY;
	}
#endif
	d->value = value;
	spin_unlock(&d->lock);
	return 0;
}
