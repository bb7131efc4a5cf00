// The function that ends an operation newly returns early, but behind the store that frees the port.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// What others wait for happens on every way.
#include "kernel.h"

struct port { u32 flags; int busy; int n; };

int port_begin(struct port *p)
{
	if (p->busy)
		return -EBUSY;
	p->busy = 1;
	return 0;
}

void port_end(struct port *p)
{
	p->busy = 0;
#ifdef FIXED
	if (p->flags & 4)
		return;
#endif
	p->n = 0;
}
