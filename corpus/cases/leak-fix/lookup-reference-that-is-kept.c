// The reference of the lookup is what keeps the stored device alive; the fix gives it back all the same.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// The twin of lookup-reference-on-success: here others know of the device.
#include "kernel.h"

struct bus { int id; struct device *found; };
struct device *bus_find_device_by_name(const void *bus, struct device *start, const char *name);
void put_device(struct device *dev);

int bus_has(struct bus *b, const char *name)
{
	struct device *dev = bus_find_device_by_name(b, NULL, name);

	if (!dev)
		return -ENODEV;
	b->found = dev;
#ifdef FIXED
	put_device(dev);
#endif
	return 0;
}
