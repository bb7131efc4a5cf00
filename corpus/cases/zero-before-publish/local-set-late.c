// A local that decides about a free is no longer set where it was, but before.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// The local had a value of its own where the new version has another: this is no matter of what the stack held.
#include "kernel.h"

struct dev { u32 state; u8 *buf; };

void dev_reset(struct dev *d)
{
	u32 drop;

#ifdef FIXED
	drop = 0;
#endif
	d->state = 0;
#ifndef FIXED
	drop = 1;
#endif
	if (drop)
		kfree(d->buf);
}
