// The error path put the reference of its own lookup twice; one put goes.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Lookup and puts are in one invocation: new code returns what it took, once. An old frame still puts twice, which is the
// old bug and not made worse by new neighbours.
#include "kernel.h"

struct obj { struct kref ref; u32 state; };
void obj_release(struct kref *ref);
struct obj *obj_get(u32 id);

int obj_stop(u32 id)
{
	struct obj *o = obj_get(id);
	int err = 0;

	if (!o)
		return -ENOENT;
	if (!o->state) {
		err = -EINVAL;
#ifndef FIXED
		kref_put(&o->ref, obj_release);
#endif
		goto out;
	}
	o->state = 0;
out:
	kref_put(&o->ref, obj_release);
	return err;
}
