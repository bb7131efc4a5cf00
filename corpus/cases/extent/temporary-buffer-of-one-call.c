// A buffer that lives within one invocation is made larger, and the wipe before its free too.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Allocation, use and free are in one function: the two sizes never meet.
#include "kernel.h"

u32 digest(const void *data, size_t n);

int sign(const u8 *msg, size_t n, u32 *out)
{
#ifdef FIXED
	size_t len = 64;
#else
	size_t len = 32;
#endif
	u8 *tmp = kzalloc(len, GFP_KERNEL);

	if (!tmp)
		return -ENOMEM;
	memcpy(tmp, msg, min_t(size_t, n, 32));
	*out = digest(tmp, 32);
	memset(tmp, 0, len);
	kfree(tmp);
	return 0;
}
