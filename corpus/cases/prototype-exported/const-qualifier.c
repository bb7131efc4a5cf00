// The exported function's parameter becomes a pointer to const.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The calling convention, the values and the body are the same; const exists for the compiler only.
#include "kernel.h"

struct bus { u32 state; };

#ifdef FIXED
u32 bus_state(const struct bus *bus)
#else
u32 bus_state(struct bus *bus)
#endif
{
	return bus->state;
}
EXPORT_SYMBOL_GPL(bus_state);
