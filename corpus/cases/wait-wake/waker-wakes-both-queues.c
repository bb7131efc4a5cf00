// The waker wakes a second queue in addition; nobody moves.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// A wake-up more is harmless: waiters test their condition again.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(all_wait);
static DECLARE_WAIT_QUEUE_HEAD(rx_wait);
static bool rx_ready;

int rx_get(void)
{
	return wait_event_interruptible(all_wait, rx_ready);
}

void rx_done(void)
{
	rx_ready = true;
	wake_up(&all_wait);
#ifdef FIXED
	wake_up(&rx_wait);
#endif
}
