// The reference count of an object that others hold is set anew.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct obj { refcount_t ref; int n; };

void obj_put(struct obj *o)
{
	if (refcount_dec_and_test(&o->ref))
		kfree(o);
}

void obj_reset(struct obj *o)
{
#ifdef FIXED
	refcount_set(&o->ref, 1);
#endif
	o->n = 0;
}
