// Discussion 2, the way in two steps: the first fix only teaches readers the new coding; nobody writes it yet.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// For every value that any code writes, old and new reader agree: bit 31 is never set, because area_set refuses it.
#include "kernel.h"

#define IN_PAGES 0x80000000u
struct area { u32 size; };

int area_set(struct area *a, u32 bytes)
{
	if (bytes & IN_PAGES)
		return -E2BIG;
	a->size = bytes;
	return 0;
}

u64 area_bytes(const struct area *a)
{
#ifdef FIXED
	if (a->size & IN_PAGES)
		return (u64)(a->size & ~IN_PAGES) * PAGE_SIZE;
#endif
	return a->size;
}
