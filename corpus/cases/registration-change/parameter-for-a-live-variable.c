// A variable that is there becomes a parameter that the administrator can write.
// lpcheck: expect refused
// lpcheck: because registration-change
// lpcheck: origin synthetic
// Parameters were put into sysfs when the module was loaded. The patch module would bring a parameter of its own, which
// cannot reach this module's variable.
#include "kernel.h"

struct kernel_param { const char *name; int *arg; u16 perm; };

static int burst = 5;
#ifdef FIXED
static const struct kernel_param __param_burst __used __section("__param") = { "burst", &burst, 0644 };
#endif

int burst_allows(int n)
{
	return n < burst;
}
