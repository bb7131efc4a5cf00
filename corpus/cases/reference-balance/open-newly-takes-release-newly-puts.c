// Open newly takes a reference on the device and release newly puts it.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// A file opened by old code holds none: its release by new code drops the owner's reference, and the device is freed
// while it is bound. Open files outlive every switch.
#include "kernel.h"

struct dev { struct kref ref; u32 opens; };
void dev_free(struct kref *ref);

void dev_open(struct dev *d)
{
#ifdef FIXED
	kref_get(&d->ref);
#endif
	d->opens++;
}

void dev_release(struct dev *d)
{
	d->opens--;
#ifdef FIXED
	kref_put(&d->ref, dev_free);
#endif
}
