// Stopping a queue and a failed start both newly clear its filter, which is gone by then.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Nobody counts on the other to set it again: what sets the filter is unchanged.
#include "kernel.h"

struct queue { void *filter; u32 on; };

int run_filter(void *filter, void *packet);
int hw_start(void);

int queue_receive(struct queue *q, void *packet)
{
	return q->filter ? run_filter(q->filter, packet) : 0;
}

int queue_start(struct queue *q, void *filter)
{
	q->filter = filter;
	if (hw_start() == 0)
		return 0;
#ifdef FIXED
	q->filter = NULL;
#endif
	return -EIO;
}

void queue_stop(struct queue *q)
{
	q->on = 0;
#ifdef FIXED
	q->filter = NULL;
#endif
}
