// A wait is for another condition; who changes that one does not wake the queue.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The task sleeps for ever, in new code alone.
#include "kernel.h"

struct job { wait_queue_head_t wait; int done; int users; };

void job_wait(struct job *j)
{
#ifdef FIXED
	wait_event(j->wait, j->users == 0);
#else
	wait_event(j->wait, j->done);
#endif
}

void job_done(struct job *j)
{
	j->done = 1;
	wake_up(&j->wait);
}

void job_leave(struct job *j) { j->users--; }
