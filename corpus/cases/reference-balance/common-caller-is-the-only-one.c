// A start takes and a stop drops a reference now; one changed function calls both, and nobody else calls them.
// lpcheck: expect consistency
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// It is on the stack from before the start until after the stop: per-task.
#include "kernel.h"

struct obj { struct kref ref; int n; };
void obj_release(struct kref *ref);

static noinline void obj_start(struct obj *o)
{
	o->n = 1;
#ifdef FIXED
	kref_get(&o->ref);
#endif
}

static noinline void obj_stop(struct obj *o)
{
	o->n = 0;
#ifdef FIXED
	kref_put(&o->ref, obj_release);
#endif
}

void obj_run(struct obj *o)
{
	obj_start(o);
#ifdef FIXED
	o->n += 2;
#endif
	obj_stop(o);
}
