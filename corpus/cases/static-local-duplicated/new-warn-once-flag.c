// The fix adds a static local of its own, which only says whether a message was printed.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// It does not exist in old code, so there is nothing to correlate; a second message after unloading harms nobody.
#include "kernel.h"

int queue_depth_check(u32 depth)
{
#ifdef FIXED
	static bool warned;

	if (depth > 512 && !warned) {
		warned = true;
		pr_warn("queue: very deep\n");
	}
#endif
	return depth > 1024 ? -E2BIG : 0;
}
