// A completion that somebody may wait for is set up once more.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { struct completion done; int n; };

void dev_finish(struct dev *d)
{
#ifdef FIXED
	init_completion(&d->done);
#endif
	complete(&d->done);
}
