// The module reference taken at the top is put on the failing exit.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The pair is complete inside the invocation; success keeps the reference, as before.
#include "kernel.h"

struct drv { struct module *owner; };
int drv_attach(struct drv *d);

int drv_open(struct drv *d)
{
	int err;

	if (!try_module_get(d->owner))
		return -ENODEV;
	err = drv_attach(d);
#ifdef FIXED
	if (err)
		module_put(d->owner);
#endif
	return err;
}
