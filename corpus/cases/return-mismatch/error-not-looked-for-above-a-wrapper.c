// A new guard returns an error that a wrapper passes on to a caller that only tests for failure.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// An early rejection by an error that the function had.
#include "kernel.h"

struct port { bool off; u32 n; };

static noinline int port_put(struct port *p, u32 v)
{
	if (v > 64)
		return -EINVAL;
#ifdef FIXED
	if (p->off)
		return -EINVAL;
#endif
	p->n = v;
	return 0;
}

static noinline int port_put_two(struct port *p, u32 v)
{
	int err = port_put(p, v);

	return err;
}

bool port_send(struct port *p)
{
	return port_put_two(p, 2) == 0;
}
