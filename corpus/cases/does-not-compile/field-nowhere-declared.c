// The fix tests a field that no part of the diff adds.
// lpcheck: expect refused
// lpcheck: because does-not-compile
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// Half of a change: the struct's new member lives in a header that the diff forgot. There is no new version to run.
#include "kernel.h"

struct ring { unsigned int head, size; };
static struct ring rings[4];

int ring_push(unsigned int which)
{
	struct ring *ring = &rings[which & 3];

#ifdef FIXED
	if (ring->frozen)
		return -EBUSY;
#endif
	ring->head = (ring->head + 1) % ring->size;
	return 0;
}
