// A function that another file defines is declared with another argument type.
// lpcheck: expect undecided
// lpcheck: because declaration-change
// lpcheck: origin synthetic
// The caller's text is the same, what it passes is not: its definition, which must have changed with it, is not shown.
#include "kernel.h"

#ifdef FIXED
int meter_set(u64 value);
#else
int meter_set(u32 value);
#endif

int meter_reset(u32 start)
{
	return meter_set(start);
}
