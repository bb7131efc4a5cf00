// set_bit becomes |=, while unchanged code sets another bit of the word.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// The bit that is set between the read and the store is lost, in new code alone.
#include "kernel.h"

struct obj { unsigned long flags; };

void obj_mark(struct obj *o)
{
#ifdef FIXED
	o->flags |= 2;
#else
	set_bit(1, &o->flags);
#endif
}

void obj_mark_other(struct obj *o)
{
	set_bit(2, &o->flags);
}
