// An interrupt handler returns IRQ_NONE for a source that the old one acknowledged.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The device was set up by old code to raise it: a level interrupt that nobody acknowledges comes back for ever, until the
// core switches the line off.
#include "kernel.h"

struct dev { u32 __iomem *regs; u32 seen; };

irqreturn_t dev_irq(int irq, void *data)
{
	struct dev *d = data;
	u32 status = readl(d->regs);

#ifdef FIXED
	if (status & 8)
		return IRQ_NONE;
#endif
	writel(status, d->regs);
	d->seen |= status;
	return IRQ_HANDLED;
}
