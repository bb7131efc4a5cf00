// A new way out skips the switching off of a clock; who switches it on is not shown.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
#include "kernel.h"

struct clk;
struct dev { struct clk *clk; int users; };
void clk_disable(struct clk *clk);

int dev_quiet(struct dev *d)
{
#ifdef FIXED
	if (d->users > 3)
		return -EINVAL;
#endif
	clk_disable(d->clk);
	return 0;
}
