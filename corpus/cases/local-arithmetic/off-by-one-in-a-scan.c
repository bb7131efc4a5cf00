// A scan over a private array stops one element earlier.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The old loop read one element behind the array.
#include "kernel.h"

static const u32 weights[4] = { 1, 2, 4, 8 };

u32 weight_sum(void)
{
	u32 i, sum = 0;

#ifdef FIXED
	for (i = 0; i < ARRAY_SIZE(weights); i++)
#else
	for (i = 0; i <= ARRAY_SIZE(weights); i++)
#endif
		sum += weights[i];
	return sum;
}
