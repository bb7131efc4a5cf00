// refcount_inc_not_zero becomes refcount_inc.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: because ownership
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// An object whose last reference is being dropped is handed out: a use after free, in new code alone.
#include "kernel.h"

struct obj { refcount_t ref; };

struct obj *obj_get(struct obj *o)
{
#ifdef FIXED
	refcount_inc(&o->ref);
#else
	if (!refcount_inc_not_zero(&o->ref))
		return NULL;
#endif
	return o;
}
