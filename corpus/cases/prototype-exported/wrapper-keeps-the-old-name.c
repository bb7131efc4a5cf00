// The exported name keeps its prototype and calls a new function that has the parameter.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Old callers, in the tree and out of it, get exactly the old behaviour through the wrapper. The helper is new: no old
// frame can enter it, so there is no cross pair.
#include "kernel.h"

struct bus { u32 state; };

#ifdef FIXED
static int bus_reset_flags(struct bus *bus, u32 flags)
{
	bus->state = flags & 1;
	return 0;
}

int bus_reset(struct bus *bus)
{
	return bus_reset_flags(bus, 0);
}
#else
int bus_reset(struct bus *bus)
{
	bus->state = 0;
	return 0;
}
#endif
EXPORT_SYMBOL(bus_reset);
