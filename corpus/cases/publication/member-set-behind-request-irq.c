// A member that the handler reads is set after the handler can run.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// An interrupt in between sees it unset, in new code alone.
#include "kernel.h"

struct dev { int n; };
irqreturn_t dev_irq(int irq, void *data);

int dev_probe(struct dev *d)
{
	int err;

#ifndef FIXED
	d->n = 4;
#endif
	err = request_irq(3, dev_irq, 0, "dev", d);
	if (err)
		return err;
#ifdef FIXED
	d->n = 4;
#endif
	return 0;
}
