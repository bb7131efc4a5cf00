// An entry is newly taken off the list, as another function has always done.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Code of both versions meets unlinked entries already.
#include "kernel.h"

struct obj { struct list_head node; int n; };
struct set { struct mutex lock; struct list_head objs; };

void set_touch(struct set *s, struct obj *o)
{
	mutex_lock(&s->lock);
	o->n = 0;
#ifdef FIXED
	list_del_init(&o->node);
#endif
	mutex_unlock(&s->lock);
}

void set_drop(struct set *s, struct obj *o)
{
	mutex_lock(&s->lock);
	list_del_init(&o->node);
	mutex_unlock(&s->lock);
}
