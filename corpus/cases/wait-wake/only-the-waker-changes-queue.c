// The waker wakes another queue; the waiter stays on the old one.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: because incomplete-fix
// lpcheck: origin interleaving harness, family wake
// lpcheck: known-wrong too strict: undecided for undischarged
// Nobody wakes the unchanged waiter any more: it sleeps for ever, in the new code alone and in every mixture.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(rx_wait);
static DECLARE_WAIT_QUEUE_HEAD(tx_wait);
static bool done;

int work_wait(void)
{
	wait_event(rx_wait, done);
	return 0;
}

void work_done(void)
{
	done = true;
#ifdef FIXED
	wake_up_all(&tx_wait);
#else
	wake_up_all(&rx_wait);
#endif
}
