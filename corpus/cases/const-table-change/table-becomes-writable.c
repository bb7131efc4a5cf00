// A constant table becomes writable, and new code writes to it.
// lpcheck: expect refused
// lpcheck: because const-table-change
// lpcheck: origin synthetic
// The table of the running kernel is in read-only memory; readers that do not change would never see what is written.
#include "kernel.h"

#ifdef FIXED
static u8 gain[4] = { 1, 2, 3, 4 };
#else
static const u8 gain[4] = { 1, 2, 3, 4 };
#endif

int gain_of(u32 step)
{
	return gain[step & 3];
}
#ifdef FIXED
void gain_set(u32 step, u8 value)
{
	gain[step & 3] = value;
}
#endif
