// The same limit on the create path.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// No object exists yet; -EINVAL is an error that create already gives; delete takes every object as before.
#include "kernel.h"

static DEFINE_MUTEX(objs_lock);
static LIST_HEAD(objs);
struct obj { struct list_head node; u32 id; };

int obj_create(u32 id)
{
	struct obj *o;

	if (!id)
		return -EINVAL;
#ifdef FIXED
	if (id > 1000)
		return -EINVAL;
#endif
	o = kzalloc(sizeof(*o), GFP_KERNEL);
	if (!o)
		return -ENOMEM;
	o->id = id;
	mutex_lock(&objs_lock);
	list_add(&o->node, &objs);
	mutex_unlock(&objs_lock);
	return 0;
}
