// Everything that changes is inside a branch that this configuration does not compile.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Both objects are identical: nothing is replaced, so nothing can be mixed. (The report still has to say that the
// change reaches nothing here.)
#include "kernel.h"

static u32 limit;

int limit_set(u32 value)
{
#ifdef CONFIG_STRICT_LIMIT
#ifdef FIXED
	if (value > 100)
#else
	if (value > 1000)
#endif
		return -EINVAL;
#endif
	limit = value;
	return 0;
}
