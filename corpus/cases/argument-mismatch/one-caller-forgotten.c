// The callee's timeout changes from milliseconds to jiffies, but only one of its two callers follows.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: because argument-mismatch
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for argument-mismatch, caller-unchanged, return-mismatch
// New link_down hands 2000, meant as milliseconds, to a callee that waits 2000 jiffies (8 s at HZ=250): wrong in the new
// code alone, so no way of switching repairs it. The caller has to join the fix.
#include "kernel.h"

static noinline long link_wait(unsigned long timeout)
{
#ifdef FIXED
	return schedule_timeout(timeout);
#else
	return schedule_timeout(msecs_to_jiffies(timeout));
#endif
}

long link_up(void)
{
#ifdef FIXED
	return link_wait(msecs_to_jiffies(500));
#else
	return link_wait(500);
#endif
}

long link_down(void)
{
	return link_wait(2000);
}
