// The whole key is filled with what a part of it was filled with.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { char key[8]; };

int dev_free(struct dev *d) { return d->key[0] == 0; }

void dev_set(struct dev *d)
{
#ifdef FIXED
	memset(d->key, 0, 8);
#else
	memset(d->key, 0, 4);
#endif
}
