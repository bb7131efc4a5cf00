// The changed helper is called by the initcall only, but it is ordinary text and can be redirected for later callers.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// slots_resize is also called from the sysctl path: each call bounds its own argument, equal to what the caller could
// have asked for anyway. The initcall itself does not change.
#include "kernel.h"

static unsigned int nr_slots = 512;

int slots_resize(unsigned int want)
{
#ifdef FIXED
	if (want > 1024)
		return -EINVAL;
#endif
	if (!want)
		return -EINVAL;
	nr_slots = want;
	return 0;
}

static int __init slots_init(void)
{
	return slots_resize(512);
}
__initcall(slots_init);
