// The error path stops putting the reference that its caller handed over; nobody in the fix puts it instead.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// lpcheck: known-wrong another reason: refused for guard-on-release
// The unchanged caller returns the error without a put, so each failing call leaks a reference, without bound; old code
// does not. Whoever shall put it now is not in this diff.
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

	return o ? obj_start(o) : -ENOENT;
}
