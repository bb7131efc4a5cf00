// The only changed function is __init: it has run, and its text is gone.
// lpcheck: expect refused
// lpcheck: because not-patchable-init
// lpcheck: origin synthetic
// klp redirects functions that will be called again. An initcall is not; the table it sized stays as it is.
#include "kernel.h"

static unsigned int nr_slots = 4096;
static void *slots;

static int __init slots_init(void)
{
#ifdef FIXED
	if (nr_slots > 1024)
		nr_slots = 1024;
#endif
	slots = kcalloc(nr_slots, sizeof(void *), GFP_KERNEL);
	return slots ? 0 : -ENOMEM;
}
__initcall(slots_init);
