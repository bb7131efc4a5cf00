// An object begins with two references, of which nobody gives back the second.
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

struct obj *obj_new(void)
{
	struct obj *o = kzalloc(sizeof(*o), GFP_KERNEL);

	if (!o)
		return NULL;
#ifdef FIXED
	refcount_set(&o->ref, 2);
#else
	refcount_set(&o->ref, 1);
#endif
	return o;
}
