// Discussion 2: new code understands both codings of a size, but it already writes the new one during the switch.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// A task that has not switched reads size 0x80000001, meant as "1 page", as two billion bytes. New code alone is fine with
// old data, so a gate that opens after the transition would repair it; there is none here.
#include "kernel.h"

#define IN_PAGES 0x80000000u
struct area { u32 size; };

void area_set(struct area *a, u32 bytes)
{
#ifdef FIXED
	if (bytes % PAGE_SIZE == 0) {
		a->size = IN_PAGES | (u32)(bytes / PAGE_SIZE);
		return;
	}
#endif
	a->size = bytes;
}

u64 area_bytes(const struct area *a)
{
#ifdef FIXED
	if (a->size & IN_PAGES)
		return (u64)(a->size & ~IN_PAGES) * PAGE_SIZE;
#endif
	return a->size;
}
