// A dump newly fails before it clears its length register; start writes one to another register.
// lpcheck: expect immediate
// lpcheck: origin drivers/scsi/pm8001/pm80xx_hwi.c (pm80xx_get_non_fatal_dump), reduced
// Nothing is switched on by the register that is left as it was.
#include "kernel.h"

struct port { void *regs; int dead; };
void port_write(void *regs, u32 reg, u32 value);

int port_dump(struct port *p, int why)
{
	if (why < 0)
		return -EINVAL;
#ifdef FIXED
	if (p->dead)
		return -EINVAL;
#endif
	port_write(p->regs, 20, 0);
	return 0;
}

void port_start(struct port *p)
{
	port_write(p->regs, 8, 1);
}
