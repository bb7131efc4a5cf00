// A name that others compare is set to another text.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { char kind[8]; };

int dev_is(struct dev *d) { return !strcmp(d->kind, "abc"); }

void dev_set(struct dev *d)
{
#ifdef FIXED
	strscpy(d->kind, "abd", 8);
#else
	strscpy(d->kind, "abc", 8);
#endif
}
