// A load becomes one that orders what follows it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// More order than before; the writer is unchanged.
#include "kernel.h"

struct ring { u32 head; u8 buf[64]; };

u8 ring_get(struct ring *r, u32 tail)
{
#ifdef FIXED
	u32 head = smp_load_acquire(&r->head);
#else
	u32 head = READ_ONCE(r->head);
#endif

	if (head == tail)
		return 0;
	return r->buf[tail & 63];
}
