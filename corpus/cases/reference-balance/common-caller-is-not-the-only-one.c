// A start takes and a stop drops a reference now; one changed function calls both, and others call one of them.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for reference-balance, unproved-balance
// An object started by old code through open is stopped by new code through close: one put too many.
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
void obj_open(struct obj *o) { obj_start(o); }
void obj_close(struct obj *o) { obj_stop(o); }
