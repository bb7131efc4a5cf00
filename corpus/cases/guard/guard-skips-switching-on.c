// A start function newly fails before it switches the clock on.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// An early rejection by an error that the function had: nothing is left to be taken back.
#include "kernel.h"

struct port { u32 flags; };
void clk_gate(struct port *p, int on);

int port_start(struct port *p, int mode)
{
	if (mode < 0)
		return -EINVAL;
#ifdef FIXED
	if (mode > 7)
		return -EINVAL;
#endif
	clk_gate(p, 1);
	return 0;
}

void port_stop(struct port *p)
{
	clk_gate(p, 0);
}
