// The error path wakes the waiter, too.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Waiters test the condition in a loop; the extra wake-up only ends a wait that old code forgot.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(io_wait);
static int io_err;
static bool io_done;

void io_end(int err)
{
	io_err = err;
	io_done = true;
#ifdef FIXED
	wake_up(&io_wait);
#else
	if (!err)
		wake_up(&io_wait);
#endif
}

int io_sync(void)
{
	wait_event(io_wait, io_done);
	return io_err;
}
