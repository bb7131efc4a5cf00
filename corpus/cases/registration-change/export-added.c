// A function is exported, and gets a guard.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The guard returns what callers handle. New code of other modules finds the function by a relocation of the patch, so
// nothing waits for the export.
#include "kernel.h"

int port_reset(struct device *dev)
{
#ifdef FIXED
	if (!dev)
		return -EINVAL;
#endif
	return dev->driver_data ? 0 : -EINVAL;
}
#ifdef FIXED
EXPORT_SYMBOL(port_reset);
#endif
