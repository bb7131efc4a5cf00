// Trap 12: a static function newly writes a global that its unchanged caller keeps in a register across the call.
// lpcheck: expect consistency
// lpcheck: because stack-mismatch
// lpcheck: because incomplete-fix
// lpcheck: because inlined-not-in-set
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The compiler saw that old epoch_check writes nothing and may let epoch_wait read `epoch` once. Redirected to the new
// body, the old object of epoch_wait returns a stale epoch. Compiled anew and in the set, it is one chain: per-task.
#include "kernel.h"

static u32 epoch;
static u32 acked;

static noinline bool epoch_check(u32 seen)
{
#ifdef FIXED
	if (acked > epoch)
		epoch = acked;
#endif
	return seen >= epoch;
}

u32 epoch_wait(u32 seen)
{
	u32 start = epoch;

	if (!epoch_check(seen))
		return 0;
	return epoch == start ? start : epoch;
}

void epoch_ack(u32 value)
{
	acked = value;
}
