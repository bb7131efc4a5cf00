// A state that others read by address is set to a number that they do not know.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { atomic_t state; };

int dev_on(struct dev *d) { return atomic_read(&d->state) == 1; }

void dev_set(struct dev *d)
{
#ifdef FIXED
	atomic_set(&d->state, 2);
#else
	atomic_set(&d->state, 1);
#endif
}
