// A new way out skips writing zero to a control register that is not seen being set.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { void __iomem *base; int users; };

void dev_quiet(struct dev *d)
{
#ifdef FIXED
	if (d->users > 3)
		return;
#endif
	writel(0, d->base + 4);
}
