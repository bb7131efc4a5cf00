// A full barrier is put between a store and a load.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Only an order is added; no value and no partner changes.
#include "kernel.h"

static bool waiting, work;

bool may_sleep(void)
{
	WRITE_ONCE(waiting, true);
#ifdef FIXED
	smp_mb();
#endif
	return !READ_ONCE(work);
}
