// A work item that may be queued is set up once more.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { struct work_struct work; int n; };

void dev_work(struct work_struct *w);

void dev_kick(struct dev *d)
{
#ifdef FIXED
	INIT_WORK(&d->work, dev_work);
#endif
	schedule_work(&d->work);
}
