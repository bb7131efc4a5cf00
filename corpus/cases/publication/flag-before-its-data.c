// Two plain stores change places, and a reader tells their order.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: because order-of-phases
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Between the two stores the unchanged reader finds the flag without the data. independent-stores-reordered is the twin.
#include "kernel.h"

struct box { u32 data; bool full; };
void box_use(u32 data);

void box_put(struct box *b, u32 data)
{
#ifdef FIXED
	b->full = true;
	b->data = data;
#else
	b->data = data;
	b->full = true;
#endif
}

void box_poll(struct box *b)
{
	if (b->full)
		box_use(b->data);
}
