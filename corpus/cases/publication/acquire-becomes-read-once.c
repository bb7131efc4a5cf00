// A load that orders what follows it becomes one that does not.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// New readers may see the new head and the old byte, which no old reader could.
#include "kernel.h"

struct ring { u32 head; u8 buf[64]; };

u8 ring_get(struct ring *r, u32 tail)
{
#ifdef FIXED
	u32 head = READ_ONCE(r->head);
#else
	u32 head = smp_load_acquire(&r->head);
#endif

	if (head == tail)
		return 0;
	return r->buf[tail & 63];
}

void ring_put(struct ring *r, u32 head, u8 byte)
{
	r->buf[head & 63] = byte;
	smp_store_release(&r->head, head + 1);
}
