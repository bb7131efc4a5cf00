// A number of seconds is multiplied in a local before an unchanged statement stores it; the reader is not changed.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Objects set by old code hold seconds, those set by new code milliseconds, and one unchanged reader serves both.
#include "kernel.h"

struct link { unsigned long timeout; };

void link_set(struct link *l, u32 s)
{
	unsigned long t = s;

#ifdef FIXED
	t *= 1000;
#endif
	l->timeout = t;
}

long link_wait(struct link *l)
{
	return schedule_timeout(l->timeout);
}
