// A reference is taken, by a function that is not shown, and nothing in the fix gives it back.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
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
	bus_hold_put(d);
}
