// A function that takes a reference for its caller newly leaves without it for some objects.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// The unchanged caller puts it all the same: one put too many.
#include "kernel.h"

struct obj { struct kref ref; int kind; };

void obj_pin(struct obj *o)
{
#ifdef FIXED
	if (o->kind == 2)
		return;
#endif
	kref_get(&o->ref);
}
