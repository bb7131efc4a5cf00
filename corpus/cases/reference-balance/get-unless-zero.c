// A lookup takes its reference with kref_get_unless_zero and skips dying objects.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Where the count is not zero it does what it did; where it is zero the old code revived a dying object. The caller
// already handles NULL.
#include "kernel.h"

static DEFINE_SPINLOCK(objs_lock);
static LIST_HEAD(objs);
struct obj { struct list_head node; struct kref ref; u32 id; };

struct obj *obj_find(u32 id)
{
	struct obj *o;

	spin_lock(&objs_lock);
	list_for_each_entry(o, &objs, node) {
		if (o->id != id)
			continue;
#ifdef FIXED
		if (!kref_get_unless_zero(&o->ref))
			continue;
#else
		kref_get(&o->ref);
#endif
		spin_unlock(&objs_lock);
		return o;
	}
	spin_unlock(&objs_lock);
	return NULL;
}
