// A quirk table that only initialisation reads gets other flags.
// lpcheck: expect refused
// lpcheck: because not-patchable-init
// lpcheck: origin synthetic
// The table was read, and freed, when the module was initialised; no function changes.
#include "kernel.h"

struct quirk { int id; int flags; };
void quirk_apply(int flags);

static const struct quirk quirks[] __section(".init.rodata") = {
#ifdef FIXED
	{ 1, 3 },
#else
	{ 1, 2 },
#endif
};

static int __init quirks_init(void)
{
	quirk_apply(quirks[0].flags);
	return 0;
}
__initcall(quirks_init);
