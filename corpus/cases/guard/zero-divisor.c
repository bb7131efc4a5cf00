// A divisor from the configuration is tested before the division.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The old function divided by zero there.
#include "kernel.h"

struct rate { u32 bytes, ms; };

int rate_get(const struct rate *r, u32 *out)
{
	if (!out)
		return -EINVAL;
#ifdef FIXED
	if (!r->ms)
		return -EINVAL;
#endif
	*out = r->bytes / r->ms;
	return 0;
}
