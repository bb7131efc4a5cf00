// The bit is cleared, the barrier made and the waiters woken by one call instead of three.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
#include "kernel.h"

struct obj { unsigned long flags; int n; };

void obj_leave(struct obj *o)
{
	o->n = 0;
#ifdef FIXED
	clear_and_wake_up_bit(0, &o->flags);
#else
	clear_bit(0, &o->flags);
	smp_mb();
	wake_up_bit(&o->flags, 0);
#endif
}
