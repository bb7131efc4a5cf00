// The flag is stored before the barrier instead of behind it.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// A reader, old or new, may see the flag and the old data.
#include "kernel.h"

struct slot { int ready; int data; };

void slot_fill(struct slot *s, int data)
{
	WRITE_ONCE(s->data, data);
#ifdef FIXED
	WRITE_ONCE(s->ready, 1);
	smp_wmb();
#else
	smp_wmb();
	WRITE_ONCE(s->ready, 1);
#endif
}

int slot_take(struct slot *s)
{
	if (!READ_ONCE(s->ready))
		return -EAGAIN;
	smp_rmb();
	return READ_ONCE(s->data);
}
