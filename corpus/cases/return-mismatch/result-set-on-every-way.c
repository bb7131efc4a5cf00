// The variable that is returned is set later, on every way.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same result.
#include "kernel.h"

struct port { bool on; };
int hw_stop(struct port *p);

int port_stop(struct port *p)
{
#ifdef FIXED
	int err;
#else
	int err = 0;
#endif

	if (p->on)
		err = hw_stop(p);
#ifdef FIXED
	else
		err = 0;
#endif
	return err;
}
