// The reference that the function's own lookup took is dropped on the error path.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Taken and dropped in one invocation, whatever version the neighbours have.
#include "kernel.h"

struct obj { struct kref ref; u32 state; };
void obj_release(struct kref *ref);
struct obj *obj_get(u32 id);

int obj_set(u32 id, u32 state)
{
	struct obj *o = obj_get(id);

	if (!o)
		return -ENOENT;
	if (state > 7) {
#ifdef FIXED
		kref_put(&o->ref, obj_release);
#endif
		return -EINVAL;
	}
	o->state = state;
	kref_put(&o->ref, obj_release);
	return 0;
}
