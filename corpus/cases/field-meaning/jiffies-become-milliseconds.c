// A timeout stored in a long-living object changes from jiffies to milliseconds, in the setter and in the reader.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// Objects set by old code hold jiffies: new wait reads 250 jiffies as 250 ms. The values are there before the switch and
// both kinds of task run during it.
#include "kernel.h"

struct link { unsigned long timeout; };

void link_set(struct link *l, u32 ms)
{
#ifdef FIXED
	l->timeout = ms;
#else
	l->timeout = msecs_to_jiffies(ms);
#endif
}

long link_wait(struct link *l)
{
#ifdef FIXED
	return schedule_timeout(msecs_to_jiffies(l->timeout));
#else
	return schedule_timeout(l->timeout);
#endif
}
