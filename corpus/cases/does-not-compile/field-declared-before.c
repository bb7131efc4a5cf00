// The same early rejection on a field that old code has and sets.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// A guard that returns the error the function already has; nothing was taken before it, and no object needs ring_push
// to get rid of an obligation. Old frames only push into a frozen ring a little longer, as they always did.
#include "kernel.h"

struct ring { unsigned int head, size; bool frozen; };
static struct ring rings[4];

void ring_freeze(unsigned int which)
{
	rings[which & 3].frozen = true;
}

int ring_push(unsigned int which)
{
	struct ring *ring = &rings[which & 3];

	if (!ring->size)
		return -EBUSY;
#ifdef FIXED
	if (ring->frozen)
		return -EBUSY;
#endif
	ring->head = (ring->head + 1) % ring->size;
	return 0;
}
