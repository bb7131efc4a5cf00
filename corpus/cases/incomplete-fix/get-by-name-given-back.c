// The reference is given back by the partner of the same name on every way.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { int on, n; };
void bus_hold_get(struct dev *d);
void bus_hold_put(struct dev *d);

void dev_set(struct dev *d, int n)
{
	if (n < 0)
		return;
#ifdef FIXED
	bus_hold_get(d);
#endif
	d->n = n;
#ifdef FIXED
	bus_hold_put(d);
#endif
}
