// The new way out tests the clock itself: without one there is nothing to switch off.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct clk;
struct dev { struct clk *clk; int users; };
void clk_disable(struct clk *clk);

int dev_quiet(struct dev *d)
{
#ifdef FIXED
	if (!d->clk)
		return 0;
#endif
	clk_disable(d->clk);
	return 0;
}
