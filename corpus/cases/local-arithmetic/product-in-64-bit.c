// A product is computed in 64 bits.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Products that fit are the same; the others were wrong. The result is used within the call.
#include "kernel.h"

long quota_left(u32 blocks, u32 size, u64 used)
{
#ifdef FIXED
	u64 total = (u64)blocks * size;
#else
	u64 total = blocks * size;
#endif
	return total > used ? (long)(total - used) : 0;
}
