// A wait is for another condition, for which another unchanged function wakes the queue.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Whoever makes the new condition true wakes; the wait tests it before it sleeps.
#include "kernel.h"

struct job { wait_queue_head_t wait; int done; int failed; };

void job_wait(struct job *j)
{
#ifdef FIXED
	wait_event(j->wait, j->done || j->failed);
#else
	wait_event(j->wait, j->done);
#endif
}

void job_done(struct job *j)
{
	j->done = 1;
	wake_up(&j->wait);
}

void job_fail(struct job *j)
{
	j->failed = 1;
	wake_up(&j->wait);
}
