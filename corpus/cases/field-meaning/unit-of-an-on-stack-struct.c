// The same change of unit in a struct that lives on the caller's stack only.
// lpcheck: expect consistency
// lpcheck: because field-meaning
// lpcheck: because stack-mismatch
// lpcheck: because argument-mismatch
// lpcheck: origin synthetic
// Immediate: old caller, new callee: jiffies read as milliseconds. Both are changed, the object dies with the call and is
// on the stack of the same task: per-task.
#include "kernel.h"

struct wait { unsigned long timeout; u32 tries; };

static noinline long wait_do(struct wait *w)
{
	if (!w->tries--)
		return -EBUSY;
#ifdef FIXED
	return schedule_timeout(msecs_to_jiffies(w->timeout));
#else
	return schedule_timeout(w->timeout);
#endif
}

long link_wait(u32 ms)
{
#ifdef FIXED
	struct wait w = { .timeout = ms, .tries = 1 };
#else
	struct wait w = { .timeout = msecs_to_jiffies(ms), .tries = 1 };
#endif
	return wait_do(&w);
}
