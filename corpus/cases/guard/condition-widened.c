// A bound that counted the offset in no longer does: what the old version refused is let through.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
// The nearest twin of condition-narrowed: both tests that stand before the copy hold in both versions, and the new one
// lets lengths pass that reach behind the page.
#include "kernel.h"

static u8 page[4096];

int page_write(u32 off, u32 len, const u8 *src)
{
#ifdef FIXED
	if (off > sizeof(page) || len > sizeof(page))
#else
	if (off > sizeof(page) || len > sizeof(page) - off)
#endif
		return -EINVAL;
	memcpy(page + off, src, len);
	return 0;
}
