// Discussion 5: a kernel thread sleeps for ever inside the consumer while the meaning of the data changes.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because not-patchable-noreturn
// lpcheck: origin synthetic
// The thread is inside `consume` and stays there: it goes on reading ticks where new producers store milliseconds. It
// never switches, and nothing here may wait for it.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(slot_wait);
static u32 slot;
void consumed(u32 ms);

static noinline void consume(void)
{
	for (;;) {
		wait_event(slot_wait, slot);
#ifdef FIXED
		consumed(slot);
#else
		consumed(jiffies_to_msecs(slot));
#endif
		slot = 0;
	}
}

int consumer(void *data) { consume(); return 0; }

void produce(u32 ms)
{
#ifdef FIXED
	slot = ms;
#else
	slot = (u32)msecs_to_jiffies(ms);
#endif
	wake_up(&slot_wait);
}
