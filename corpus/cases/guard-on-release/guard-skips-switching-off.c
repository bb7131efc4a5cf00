// A stop function newly returns before it switches the clock off that the start function has switched on.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// What old code started is never stopped.
#include "kernel.h"

struct port { u32 flags; };
void clk_gate(struct port *p, int on);

void port_start(struct port *p)
{
	clk_gate(p, 1);
}

void port_stop(struct port *p)
{
#ifdef FIXED
	if (p->flags & 4)
		return;
#endif
	clk_gate(p, 0);
}
