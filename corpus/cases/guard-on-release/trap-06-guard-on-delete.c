// Trap 6: delete rejects objects above a limit that old create did not have.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// Objects with a large id were created before the switch; new delete refuses them for ever, so they and their memory can
// never be released. Old delete releases them.
#include "kernel.h"

static DEFINE_MUTEX(objs_lock);
static LIST_HEAD(objs);
struct obj { struct list_head node; u32 id; };

int obj_delete(struct obj *o)
{
#ifdef FIXED
	if (o->id > 1000)
		return -EINVAL;
#endif
	mutex_lock(&objs_lock);
	list_del(&o->node);
	mutex_unlock(&objs_lock);
	kfree(o);
	return 0;
}
