// The variable that is returned is set on one way only.
// lpcheck: expect refused
// lpcheck: because return-mismatch
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Callers get what the stack held, in new code alone.
#include "kernel.h"

struct port { bool on; };
int hw_stop(struct port *p);

int port_stop(struct port *p)
{
#ifdef FIXED
	int err;
#else
	int err = 0;
#endif

	if (p->on)
		err = hw_stop(p);
	return err;
}
