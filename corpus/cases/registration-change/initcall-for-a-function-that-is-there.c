// A setup function that nobody called becomes an initcall.
// lpcheck: expect refused
// lpcheck: because registration-change
// lpcheck: origin synthetic
// Initcalls were run at boot, or when the module was loaded: a new entry in their section is read by nobody.
#include "kernel.h"

int cache_register(void);

static int __init cache_setup(void)
{
	return cache_register();
}
#ifdef FIXED
__initcall(cache_setup);
#endif
