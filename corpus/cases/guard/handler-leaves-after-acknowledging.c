// An interrupt handler leaves early once it has acknowledged.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The device is answered as before; only the count of causes is not kept for this one.
#include "kernel.h"

struct dev { u32 __iomem *regs; u32 seen; };

irqreturn_t dev_irq(int irq, void *data)
{
	struct dev *d = data;
	u32 status = readl(d->regs);

	writel(status, d->regs);
#ifdef FIXED
	if (!status)
		return IRQ_HANDLED;
#endif
	d->seen |= status;
	return IRQ_HANDLED;
}
