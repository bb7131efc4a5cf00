// A range is corrected in a const table that an unchanged function reads.
// lpcheck: expect refused
// lpcheck: because const-table-change
// lpcheck: origin synthetic
// The table is data: the unchanged reader goes on with the old bytes, in every mechanism. (Remedy: change the reader.)
#include "kernel.h"

struct range { u32 lo, hi; };
static const struct range ranges[] = {
	{ 0, 100 },
#ifdef FIXED
	{ 200, 299 },
#else
	{ 200, 300 },
#endif
};

bool in_range(u32 which, u32 value)
{
	if (which >= ARRAY_SIZE(ranges))
		return false;
	return value >= ranges[which].lo && value <= ranges[which].hi;
}
