// The reference is taken through a local that holds another member.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// Whoever puts `dev` later puts what was never taken.
#include "kernel.h"

struct ctx { struct device *dev, *parent; };
void hw_attach(struct device *dev);

void ctx_attach(struct ctx *c)
{
#ifdef FIXED
	struct device *dev = c->parent;

	get_device(dev);
	hw_attach(dev);
#else
	get_device(c->dev);
	hw_attach(c->dev);
#endif
}
