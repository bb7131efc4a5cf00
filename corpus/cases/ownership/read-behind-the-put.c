// A member is read behind the put instead of before it.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The put may free the object, in new code alone.
#include "kernel.h"

struct obj { struct kref ref; int n; };
void obj_release(struct kref *ref);

int obj_last(struct obj *o)
{
	int n;

#ifdef FIXED
	kref_put(&o->ref, obj_release);
	n = o->n;
#else
	n = o->n;
	kref_put(&o->ref, obj_release);
#endif
	return n;
}
