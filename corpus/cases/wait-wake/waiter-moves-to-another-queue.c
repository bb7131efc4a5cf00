// Waiter and waker move from one wait queue to another.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: origin synthetic
// An old task that sleeps on the old queue is not woken by a new waker, and the other way round: it sleeps for ever. Both
// run in different tasks. The old sleeper even keeps the transition from finishing.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(all_wait);
static DECLARE_WAIT_QUEUE_HEAD(rx_wait);
static bool rx_ready;
#ifdef FIXED
#define QUEUE rx_wait
#else
#define QUEUE all_wait
#endif

int rx_get(void)
{
	int err = wait_event_interruptible(QUEUE, rx_ready);

	if (!err)
		rx_ready = false;
	return err;
}

void rx_done(void)
{
	rx_ready = true;
	wake_up(&QUEUE);
}
