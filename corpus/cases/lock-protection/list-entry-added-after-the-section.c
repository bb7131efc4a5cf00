// The entry is added to the list after the unlock instead of before it.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Two additions at once corrupt the list. read-joins-the-section is the twin in the other direction.
#include "kernel.h"

static LIST_HEAD(objs);
static DEFINE_MUTEX(objs_lock);
struct obj { struct list_head node; u32 id; };

void obj_add(struct obj *o, u32 id)
{
	o->id = id;
	mutex_lock(&objs_lock);
#ifdef FIXED
	mutex_unlock(&objs_lock);
	list_add_tail(&o->node, &objs);
#else
	list_add_tail(&o->node, &objs);
	mutex_unlock(&objs_lock);
#endif
}
