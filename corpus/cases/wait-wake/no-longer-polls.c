// The function no longer waits until the other side is through.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { int busy, n; };
void cpu_relax(void);

void dev_set(struct dev *d, int n)
{
#ifndef FIXED
	while (READ_ONCE(d->busy))
		cpu_relax();
#endif
	d->n = n;
}
