// The put moves from two functions into the static callee that only they call.
// lpcheck: expect consistency
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// Every chain has both halves on one stack: per-task.
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

void obj_abort(struct obj *o)
{
	obj_finish(o);
#ifndef FIXED
	kref_put(&o->ref, obj_release);
#endif
}
