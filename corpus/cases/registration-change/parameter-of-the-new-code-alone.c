// The fix brings a variable and a parameter for it, read by its own new check only.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Both live in the patch module, whose loading registers the parameter; the check returns an error that is there.
#include "kernel.h"

struct kernel_param { const char *name; u32 *arg; u16 perm; };
#ifdef FIXED
static u32 most = 512;
static const struct kernel_param __param_most __used __section("__param") = { "most", &most, 0644 };
#endif

int depth_check(u32 depth)
{
	if (!depth)
		return -EINVAL;
#ifdef FIXED
	if (depth > most)
		return -EINVAL;
#endif
	return 0;
}
