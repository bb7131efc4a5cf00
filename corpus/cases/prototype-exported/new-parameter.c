// An exported function gets a second parameter.
// lpcheck: expect refused
// lpcheck: because prototype-exported
// lpcheck: because prototype-mismatch
// lpcheck: origin synthetic
// Modules that nobody sees in this diff call it with one argument; the redirected body would take garbage as flags.
#include "kernel.h"

struct bus { u32 state; };

#ifdef FIXED
int bus_reset(struct bus *bus, u32 flags)
{
	bus->state = flags & 1;
	return 0;
}
#else
int bus_reset(struct bus *bus)
{
	bus->state = 0;
	return 0;
}
#endif
EXPORT_SYMBOL(bus_reset);
