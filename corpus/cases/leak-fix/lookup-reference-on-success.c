// A device that was only looked at keeps the reference of its lookup on success; the fix gives it back there too.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Taken and given back in one invocation; nobody else was told of the device.
#include "kernel.h"

struct bus { int id; };
struct device *bus_find_device_by_name(const void *bus, struct device *start, const char *name);
void put_device(struct device *dev);

int bus_has(struct bus *b, const char *name)
{
	struct device *dev = bus_find_device_by_name(b, NULL, name);

	if (!dev)
		return -ENODEV;
#ifdef FIXED
	put_device(dev);
#endif
	return 0;
}
