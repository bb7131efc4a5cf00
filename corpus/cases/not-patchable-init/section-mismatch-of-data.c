// A table that ordinary code reads loses its __initdata.
// lpcheck: expect refused
// lpcheck: because not-patchable-init
// lpcheck: origin synthetic
// The table is gone from this kernel, and the reader, whose code is the same, would have to be given a new one.
#include "kernel.h"

#ifdef FIXED
static int gain[4] = { 1, 2, 3, 4 };
#else
static int gain[4] __initdata = { 1, 2, 3, 4 };
#endif

int gain_of(u32 step)
{
	return gain[step & 3];
}
