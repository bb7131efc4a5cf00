// clear_bit_unlock becomes clear_bit.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The next holder of the bit may not see what was stored under it, in new code alone.
#include "kernel.h"

struct obj { unsigned long flags; int n; };

void obj_leave(struct obj *o)
{
	o->n = 1;
#ifdef FIXED
	clear_bit(0, &o->flags);
#else
	clear_bit_unlock(0, &o->flags);
#endif
}
