// The switching off of an interrupt is dropped.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { int irq, users; };
void disable_irq(unsigned int irq);

void dev_quiet(struct dev *d)
{
	d->users = 0;
#ifndef FIXED
	disable_irq(d->irq);
#endif
}
