// An error of the hardware is turned into success in a local, and the function goes on.
// lpcheck: expect refused
// lpcheck: because return-mismatch
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Callers, unchanged, take the port for prepared.
#include "kernel.h"

struct port { bool on; };
int hw_prepare(struct port *p);

int port_start(struct port *p)
{
	int err;

	err = hw_prepare(p);
#ifdef FIXED
	if (err == -EAGAIN)
		err = 0;
#endif
	if (err)
		return err;
	p->on = true;
	return 0;
}
