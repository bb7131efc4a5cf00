// The object whose reference is taken is read into a local first.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same reference.
#include "kernel.h"

struct ctx { struct device *dev; };
void hw_attach(struct device *dev);

void ctx_attach(struct ctx *c)
{
#ifdef FIXED
	struct device *dev = c->dev;

	get_device(dev);
	hw_attach(dev);
#else
	get_device(c->dev);
	hw_attach(c->dev);
#endif
}
