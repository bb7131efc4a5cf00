// The barrier between data and flag stands under a condition now.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Where the condition is false a reader may see the flag and the old data, in new code alone.
#include "kernel.h"

struct slot { int ready; int data; bool coherent; };

void slot_fill(struct slot *s, int data)
{
	WRITE_ONCE(s->data, data);
#ifdef FIXED
	if (!s->coherent)
#endif
		smp_wmb();
	WRITE_ONCE(s->ready, 1);
}
