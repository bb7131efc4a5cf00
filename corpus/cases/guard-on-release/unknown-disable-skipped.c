// A new way out skips a callee that switches off, by its name, and that is not shown.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { void __iomem *base; int users; };
void foo_hw_disable(struct dev *d);
void foo_stop(struct dev *d);

int dev_quiet(struct dev *d)
{
#ifdef FIXED
	if (d->users > 3)
		return -EINVAL;
#endif
	foo_stop(d);
	foo_hw_disable(d);
	return 0;
}
