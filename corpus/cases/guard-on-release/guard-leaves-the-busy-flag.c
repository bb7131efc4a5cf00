// The function that ends an operation newly returns before it clears the busy flag.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// An operation that old code began is never over: every later one is refused.
#include "kernel.h"

struct port { u32 flags; int busy; };

int port_begin(struct port *p)
{
	if (p->busy)
		return -EBUSY;
	p->busy = 1;
	return 0;
}

void port_end(struct port *p)
{
#ifdef FIXED
	if (p->flags & 4)
		return;
#endif
	p->busy = 0;
}
