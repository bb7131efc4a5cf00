// The fix is in a notrace function, which has no patchable entry.
// lpcheck: expect refused
// lpcheck: because not-patchable-notrace
// lpcheck: origin synthetic
// ftrace cannot redirect a function that was compiled without the tracer's call: the old one runs for ever.
#include "kernel.h"

struct clock { u64 base, mult; u32 shift; };
static struct clock clk;
u64 cycles_read(void);

notrace u64 clock_read(void)
{
	u64 delta = cycles_read();

#ifdef FIXED
	if (clk.shift > 31)
		return clk.base;
#endif
	return clk.base + ((delta * clk.mult) >> clk.shift);
}
