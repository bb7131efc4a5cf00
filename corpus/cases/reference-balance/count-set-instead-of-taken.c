// refcount_inc becomes refcount_set of one.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged, unproved-balance
// Whoever holds a reference already loses it: freed under its holders, in new code alone.
#include "kernel.h"

struct obj { refcount_t ref; };

void obj_hold(struct obj *o)
{
#ifdef FIXED
	refcount_set(&o->ref, 1);
#else
	refcount_inc(&o->ref);
#endif
}
