// Only the caller changes: it bounds what it hands to the callee.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Every value that the new caller passes is one the old caller could pass, so the unchanged callee accepts it.
#include "kernel.h"

static u8 image[256];

static noinline void image_fill(u32 from, u32 n)
{
	memset(image + from, 0xff, n);
}

int image_erase(u32 from, u32 n)
{
	if (from >= sizeof(image))
		return -EINVAL;
#ifdef FIXED
	n = min_t(u32, n, sizeof(image) - from);
#endif
	image_fill(from, n);
	return 0;
}
