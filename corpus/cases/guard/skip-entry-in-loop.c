// A loop skips malformed entries.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// On other entries the sum is the same; a malformed one made the old loop read outside the data.
#include "kernel.h"

struct ent { u32 off, len; };

u32 ent_sum(const struct ent *e, u32 n, const u8 *data, u32 size)
{
	u32 i, sum = 0;

	for (i = 0; i < n; i++) {
#ifdef FIXED
		if (e[i].off >= size)
			continue;
#endif
		sum += data[e[i].off];
	}
	return sum;
}
