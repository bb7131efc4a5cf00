// The changed function is the main loop of a kernel thread that never ends.
// lpcheck: expect refused
// lpcheck: because not-patchable-noreturn
// lpcheck: origin synthetic
// The thread entered the old loop at boot and never enters the function again: it keeps the old body for ever, and the
// transition waits for it for ever.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(scrub_wait);
static bool scrub_pending;
void scrub_page(unsigned long pfn);

int scrubd(void *data)
{
	unsigned long pfn = 0;

	for (;;) {
		wait_event(scrub_wait, scrub_pending);
		scrub_pending = false;
#ifdef FIXED
		if (pfn >= ULONG_MAX / PAGE_SIZE)
			pfn = 0;
#endif
		scrub_page(pfn++);
	}
	return 0;
}
