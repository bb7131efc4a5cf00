// A table inside a function names another method; the function's code is the same.
// lpcheck: expect undecided
// lpcheck: because table-contents
// lpcheck: origin synthetic
// The new table travels with the function, but what the other method makes of objects that the old one served is not
// followed.
#include "kernel.h"

struct meter_ops { int (*get)(struct device *dev); };
int meter_get_raw(struct device *dev);
int meter_get_scaled(struct device *dev);
int meter_register(struct device *dev, const struct meter_ops *ops);

int meter_probe(struct device *dev)
{
	static const struct meter_ops ops = {
#ifdef FIXED
		.get = meter_get_scaled,
#else
		.get = meter_get_raw,
#endif
	};

	return meter_register(dev, &ops);
}
