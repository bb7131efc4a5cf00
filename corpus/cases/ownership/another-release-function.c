// kref_put is given another release function.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Objects made by old code are taken apart in a way that they were not made for.
#include "kernel.h"

struct obj { struct kref ref; };
void obj_release(struct kref *ref);
void obj_release_child(struct kref *ref);

void obj_put(struct obj *o)
{
#ifdef FIXED
	kref_put(&o->ref, obj_release_child);
#else
	kref_put(&o->ref, obj_release);
#endif
}
