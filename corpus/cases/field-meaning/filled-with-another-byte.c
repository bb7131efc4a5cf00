// A key that is empty when it is zero is filled with ones.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { char key[8]; };

int dev_free(struct dev *d) { return d->key[0] == 0; }

void dev_set(struct dev *d)
{
#ifdef FIXED
	memset(d->key, 0xff, 8);
#else
	memset(d->key, 0, 8);
#endif
}
