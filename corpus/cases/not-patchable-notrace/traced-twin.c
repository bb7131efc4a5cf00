// The same bound in an ordinary function.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// An early return on inputs for which the old function wrote outside its array; nothing else changes.
#include "kernel.h"

static unsigned long irq_count[2];
static unsigned long irq_lost;

void irq_enter_count(unsigned int cpu)
{
#ifdef FIXED
	if (cpu >= ARRAY_SIZE(irq_count)) {
		irq_lost++;
		return;
	}
#endif
	irq_count[cpu]++;
}
