// An index that others move is read plainly instead of once.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The compiler may read it again between the test and the use: an index beyond the buffer. New harm in new code alone.
#include "kernel.h"

struct ring { u32 head; u32 size; u8 *buf; };

u8 ring_get(struct ring *r)
{
#ifdef FIXED
	u32 head = r->head;
#else
	u32 head = READ_ONCE(r->head);
#endif

	if (head >= r->size)
		return 0;
	return r->buf[head];
}

void ring_move(struct ring *r, u32 head)
{
	WRITE_ONCE(r->head, head);
}
