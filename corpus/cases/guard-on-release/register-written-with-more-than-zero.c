// The new way out skips a write that sets up a device, which is what it turns away.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { void __iomem *base; int users; };

void dev_tune(struct dev *d, u32 rate)
{
#ifdef FIXED
	if (d->users > 3)
		return;
#endif
	writel(rate, d->base + 4);
	writel(0, d->base + 8);
}
