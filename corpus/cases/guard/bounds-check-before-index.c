// An index from user space is bounded before it selects an entry.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The old function read outside its table; the new one returns -EINVAL, as for other bad arguments.
#include "kernel.h"

static u32 table[32];

long table_get(u32 index, u32 flags)
{
	if (flags)
		return -EINVAL;
#ifdef FIXED
	if (index >= ARRAY_SIZE(table))
		return -EINVAL;
#endif
	return table[index];
}
