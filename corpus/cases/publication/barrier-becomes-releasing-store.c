// The barrier goes, and the store behind it orders by itself.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
#include "kernel.h"

struct slot { u32 data; u32 ready; };

void slot_fill(struct slot *s, u32 v)
{
	s->data = v;
#ifdef FIXED
	smp_store_release(&s->ready, 1);
#else
	smp_wmb();
	WRITE_ONCE(s->ready, 1);
#endif
}
