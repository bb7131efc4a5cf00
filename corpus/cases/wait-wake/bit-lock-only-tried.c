// A bit that was taken by trying again is taken at once.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { unsigned long flags; int n; };
void cpu_relax(void);

void dev_set(struct dev *d, int n)
{
#ifdef FIXED
	test_and_set_bit(3, &d->flags);
#else
	while (test_and_set_bit(3, &d->flags))
		cpu_relax();
#endif
	d->n = n;
	clear_bit_unlock(3, &d->flags);
}
