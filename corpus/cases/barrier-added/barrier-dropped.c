// The read barrier between flag and data goes.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// New readers may see the flag set and the data old, which neither the old reader nor its writer allows: a removed
// barrier needs a partner that makes it superfluous, and there is none.
#include "kernel.h"

static u32 data;
static bool ready;

void data_set(u32 v)
{
	WRITE_ONCE(data, v);
	smp_wmb();
	WRITE_ONCE(ready, true);
}

u32 data_get(void)
{
	if (!READ_ONCE(ready))
		return 0;
#ifndef FIXED
	smp_rmb();
#endif
	return READ_ONCE(data);
}
