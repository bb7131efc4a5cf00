// The callee newly fills a shared array under a lock that only new callers hold.
// lpcheck: expect consistency
// lpcheck: because argument-mismatch
// lpcheck: because lock-protection
// lpcheck: because stack-mismatch
// lpcheck: because lock-balance
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for may-sleep-now, undischarged
// Immediate: an old caller enters the new callee without the lock; two of them pass the test for the last slot together
// and write behind the array. All callers are in the set and hold the lock around the call: one chain.
#include "kernel.h"

static DEFINE_MUTEX(log_lock);
static u32 log[16], used, last;

static noinline void note(u32 value)
{
	last = value;
#ifdef FIXED
	if (used < ARRAY_SIZE(log))
		log[used++] = value;
#endif
}

void note_one(u32 value)
{
#ifdef FIXED
	mutex_lock(&log_lock);
#endif
	note(value);
#ifdef FIXED
	mutex_unlock(&log_lock);
#endif
}
