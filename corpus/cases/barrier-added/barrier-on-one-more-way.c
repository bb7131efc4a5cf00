// A barrier is added, under a condition.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Every way has at least the order that it had.
#include "kernel.h"

struct slot { int ready; int data; bool coherent; };

void slot_fill(struct slot *s, int data)
{
	WRITE_ONCE(s->data, data);
#ifdef FIXED
	if (!s->coherent)
		smp_wmb();
#endif
	smp_store_release(&s->ready, 1);
}
