// The waiter polls with a timeout now, and the waker no longer wakes.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: origin synthetic
// A task that sleeps in the old, untimed wait is never woken by a new waker. It cannot switch either, since it sleeps in
// the patched function.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(io_wait);
static bool io_done;

void io_end(void)
{
	WRITE_ONCE(io_done, true);
#ifndef FIXED
	wake_up(&io_wait);
#endif
}

void io_sync(void)
{
#ifdef FIXED
	while (!READ_ONCE(io_done))
		msleep(10);
#else
	wait_event(io_wait, io_done);
#endif
}
