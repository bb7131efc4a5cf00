// A flag that an interrupt sets is declared volatile.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The reader does each read that is written; it reads the same datum of the same type.
#include "kernel.h"

#ifdef FIXED
extern volatile int irq_seen;
#else
extern int irq_seen;
#endif

int wait_for_irq(void)
{
	int i;

	for (i = 0; i < 1000 && !irq_seen; i++)
		barrier();
	return irq_seen;
}
