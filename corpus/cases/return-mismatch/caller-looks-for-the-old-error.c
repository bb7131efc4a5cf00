// A helper returns another error than the one its unchanged caller looks for.
// lpcheck: expect refused
// lpcheck: because return-mismatch
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The caller treats only -ENODEV as a failure; the new code goes unnoticed and the request counts as sent.
#include "kernel.h"

struct port { bool up; u32 sent; };

static noinline int port_try(struct port *p)
{
	if (!p->up)
#ifdef FIXED
		return -EIO;
#else
		return -ENODEV;
#endif
	return 0;
}

int port_send(struct port *p)
{
	if (port_try(p) == -ENODEV)
		return -ENODEV;
	p->sent++;
	return 0;
}
