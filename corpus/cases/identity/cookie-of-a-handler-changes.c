// request_irq is given another cookie; the handler and free_irq, unchanged, take it for the old one.
// lpcheck: expect refused
// lpcheck: because identity
// lpcheck: because argument-mismatch
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The handler works on the wrong object, and free_irq finds nothing to free.
#include "kernel.h"

struct dev { u8 *buf; int n; };

irqreturn_t dev_irq(int irq, void *data)
{
	struct dev *d = data;

	d->n++;
	return IRQ_HANDLED;
}

int dev_probe(struct dev *d)
{
#ifdef FIXED
	return request_irq(3, dev_irq, 0, "dev", &d->buf);
#else
	return request_irq(3, dev_irq, 0, "dev", d);
#endif
}

void dev_remove(struct dev *d)
{
	free_irq(3, d);
}
