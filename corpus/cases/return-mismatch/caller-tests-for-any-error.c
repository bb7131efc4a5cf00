// A helper returns another error to a caller that only asks whether there is one.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The twin: no caller tells one error from another, and the new one existed before.
#include "kernel.h"

struct port { bool up; bool dead; u32 sent; };

static noinline int port_try(struct port *p)
{
	if (p->dead)
		return -EIO;
	if (!p->up)
#ifdef FIXED
		return -EIO;
#else
		return -ENODEV;
#endif
	return 0;
}

int port_send(struct port *p)
{
	int err = port_try(p);

	if (err)
		return err;
	p->sent++;
	return 0;
}
