// Stopping a queue newly clears its filter, starting newly sets it; the receive path, unchanged, runs the filter if there is one.
// lpcheck: expect refused
// lpcheck: because order-of-phases
// lpcheck: origin drivers/net/veth.c
// New stop, then old start: the queue runs without the filter that its device has, for ever.
#include "kernel.h"

struct queue { void *filter; u32 on; };
struct port { void *filter; struct queue q; };

int run_filter(void *filter, void *packet);

int queue_receive(struct queue *q, void *packet)
{
	return q->filter ? run_filter(q->filter, packet) : 0;
}

void queue_start(struct port *p)
{
#ifdef FIXED
	p->q.filter = p->filter;
#endif
	p->q.on = 1;
}

void queue_stop(struct port *p)
{
	p->q.on = 0;
#ifdef FIXED
	p->q.filter = NULL;
#endif
}
