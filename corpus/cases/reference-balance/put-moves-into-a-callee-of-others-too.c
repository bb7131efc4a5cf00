// The put moves from a function into its callee, which an unchanged function calls as well.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for reference-balance, unproved-balance
// The unchanged caller now gives its reference back twice, in new code alone.
#include "kernel.h"

struct obj { struct kref ref; int n; };
void obj_release(struct kref *ref);

static noinline void obj_finish(struct obj *o)
{
	o->n = 0;
#ifdef FIXED
	kref_put(&o->ref, obj_release);
#endif
}

void obj_close(struct obj *o)
{
	obj_finish(o);
#ifndef FIXED
	kref_put(&o->ref, obj_release);
#endif
}

void obj_reset(struct obj *o)
{
	obj_finish(o);
	o->n = 1;
}
