// Two functions now count what they drop, which the statistics show and nothing decides by.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Counts commute: neither function rests on what the other left, in whatever mix they run.
#include "kernel.h"

struct ring { u32 head, tail, size; u64 drops; };

u64 ring_drops(struct ring *ring)
{
	return ring->drops;
}

int ring_put(struct ring *ring)
{
	if (ring->head - ring->tail == ring->size) {
#ifdef FIXED
		ring->drops++;
#endif
		return -ENOSPC;
	}
	ring->head++;
	return 0;
}

int ring_get(struct ring *ring)
{
	if (ring->head == ring->tail) {
#ifdef FIXED
		ring->drops++;
#endif
		return -ENOENT;
	}
	ring->tail++;
	return 0;
}
