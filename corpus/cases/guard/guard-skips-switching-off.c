// A stop function newly fails before it writes zero to the register that start writes one to.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// A port that old code started, with a mode that the guard turns away, is never switched off.
#include "kernel.h"

struct port { void *regs; int mode; };
void port_write(void *regs, u32 reg, u32 value);

int port_stop(struct port *p, int why)
{
	if (why < 0)
		return -EINVAL;
#ifdef FIXED
	if (p->mode > 7)
		return -EINVAL;
#endif
	port_write(p->regs, 20, 0);
	return 0;
}

void port_start(struct port *p)
{
	port_write(p->regs, 20, 1);
}
