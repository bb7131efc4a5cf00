// An error of the hardware is turned into another error in a local.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// No caller that is shown looks for either; a failure stays one.
#include "kernel.h"

struct port { bool on; };
int hw_prepare(struct port *p);

static noinline int port_start(struct port *p)
{
	int err;

	err = hw_prepare(p);
#ifdef FIXED
	if (err == -ENODEV)
		err = -EIO;
#endif
	if (err)
		return err;
	p->on = true;
	return 0;
}

bool port_try(struct port *p)
{
	return port_start(p) == 0;
}
