// The same bound, but in the function that the thread calls once a round.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The callee is entered anew each round, so the redirect reaches the thread; the guard skips work that the old function
// did on a frame that does not exist, and owes nothing to anybody.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(scrub_wait);
static bool scrub_pending;
void scrub_page(unsigned long pfn);

static noinline void scrub_one(unsigned long pfn)
{
#ifdef FIXED
	if (pfn >= ULONG_MAX / PAGE_SIZE)
		return;
#endif
	scrub_page(pfn);
}

int scrubd(void *data)
{
	unsigned long pfn = 0;

	for (;;) {
		wait_event(scrub_wait, scrub_pending);
		scrub_pending = false;
		scrub_one(pfn++);
	}
	return 0;
}
