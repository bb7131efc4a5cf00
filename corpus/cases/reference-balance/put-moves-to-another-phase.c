// A put moves from the function that stops a device to the one that frees it; stop may leave without it.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// A device that old stop has put, with its pointer left standing, is put again by new free.
#include "kernel.h"

struct dev { u32 flags; struct device *link; };

void dev_stop(struct dev *d)
{
	d->flags |= 1;
#ifdef FIXED
#else
	if (d->flags & 2)
		put_device(d->link);
#endif
}

void dev_free(struct dev *d)
{
#ifdef FIXED
	if (d->link)
		put_device(d->link);
#endif
	d->flags = 0;
}
