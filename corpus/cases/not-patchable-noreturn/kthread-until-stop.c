// The changed main loop runs until kthread_stop, that is until the module goes.
// lpcheck: expect refused
// lpcheck: because not-patchable-noreturn
// lpcheck: origin synthetic
// It is on its thread's stack for as long as the thread lives: the thread keeps the old loop, no mechanism that waits
// for a return gets one, and a redirect of the entry reaches only threads made later.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(poll_wait);
static bool poll_due;
static unsigned long poll_count;

int poll_thread(void *data)
{
	while (!kthread_should_stop()) {
		wait_event(poll_wait, poll_due || kthread_should_stop());
#ifdef FIXED
		if (poll_count == ULONG_MAX)
			poll_count = 0;
#endif
		poll_count++;
		poll_due = false;
	}
	return 0;
}
