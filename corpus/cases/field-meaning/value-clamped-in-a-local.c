// A number of seconds is clamped in a local before an unchanged statement stores it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The unit stays; a reader takes any number below the limit as it always did.
#include "kernel.h"

struct link { unsigned long timeout; };

void link_set(struct link *l, u32 s)
{
	unsigned long t = s;

#ifdef FIXED
	t = min_t(unsigned long, t, 3600);
#endif
	l->timeout = t;
}

long link_wait(struct link *l)
{
	return schedule_timeout(l->timeout);
}
