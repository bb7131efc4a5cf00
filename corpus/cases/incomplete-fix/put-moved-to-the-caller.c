// The same error path, but the caller puts now: both halves are there, on one stack.
// lpcheck: expect consistency
// lpcheck: because reference-balance
// lpcheck: because stack-mismatch
// lpcheck: because incomplete-fix
// lpcheck: because ownership
// lpcheck: origin synthetic
// Immediate: old callee puts, new caller puts again: the owner's reference is gone and the object is freed under it (or,
// the other way round, leaks). Caller and callee are one chain in one task, so per-task separates the versions.
#include "kernel.h"

struct obj { struct kref ref; u32 state; };
void obj_release(struct kref *ref);
struct obj *obj_get(u32 id);

static noinline int obj_start(struct obj *o)
{
	if (o->state) {
#ifndef FIXED
		kref_put(&o->ref, obj_release);
#endif
		return -EBUSY;
	}
	o->state = 1;
	kref_put(&o->ref, obj_release);
	return 0;
}

int obj_run(u32 id)
{
	struct obj *o = obj_get(id);
	int err = o ? obj_start(o) : -ENOENT;

#ifdef FIXED
	if (err == -EBUSY)
		kref_put(&o->ref, obj_release);
#endif
	return err;
}
