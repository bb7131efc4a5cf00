// A debug message that compiles to nothing, and a warning, are added.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Messages are no effect that any code relies on.
#include "kernel.h"

int chan_close(u32 id)
{
	if (id > 7) {
#ifdef FIXED
		pr_warn("chan: no such channel\n");
#endif
		return -EINVAL;
	}
#ifdef FIXED
	pr_debug("chan: close\n");
#endif
	return 0;
}
