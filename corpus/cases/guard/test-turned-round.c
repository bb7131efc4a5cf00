// A flag is tested the other way round.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Requests that were joined are not left, and those that never joined are left once. if-inverted is the twin.
#include "kernel.h"

struct group { u32 members; };
struct dev { u32 flags; struct group *group; };
#define DEV_JOINED 1

void dev_remove(struct dev *d)
{
#ifdef FIXED
	if (!(d->flags & DEV_JOINED))
#else
	if (d->flags & DEV_JOINED)
#endif
		d->group->members--;
	d->flags = 0;
}
