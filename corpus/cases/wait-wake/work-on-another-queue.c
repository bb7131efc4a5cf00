// Work is queued on another workqueue; who flushes the first one, unchanged, no longer waits for it.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The flush before the teardown returns while the work is still to run.
#include "kernel.h"

struct job { struct work_struct work; struct workqueue_struct *a, *b; };

void job_kick(struct job *j)
{
#ifdef FIXED
	queue_work(j->b, &j->work);
#else
	queue_work(j->a, &j->work);
#endif
}
