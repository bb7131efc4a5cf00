// The put of the queue's reference moves from stop to free.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// A device stopped by old code (put done, pointer kept) and freed by new code is put twice: use after free. Stop and free
// of one device are separate calls of any task, so nothing is on a stack between them.
#include "kernel.h"

struct queue { struct kref ref; };
struct nic { struct queue *q; bool running; };
void queue_release(struct kref *ref);

void nic_stop(struct nic *nic)
{
	nic->running = false;
#ifndef FIXED
	kref_put(&nic->q->ref, queue_release);
#endif
}

void nic_free(struct nic *nic)
{
#ifdef FIXED
	kref_put(&nic->q->ref, queue_release);
#endif
	kfree(nic);
}
