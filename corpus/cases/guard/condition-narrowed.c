// An existing check becomes stricter.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The additional inputs leave through the exit that the old check has, before any effect.
#include "kernel.h"

static u8 page[4096];

int page_write(u32 off, u32 len, const u8 *src)
{
#ifdef FIXED
	if (off > sizeof(page) || len > sizeof(page) - off)
#else
	if (off > sizeof(page) || len > sizeof(page))
#endif
		return -EINVAL;
	memcpy(page + off, src, len);
	return 0;
}
