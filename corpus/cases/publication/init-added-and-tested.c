// The same, but delete tells objects without the list head apart.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: refused for field-meaning
// A zeroed head means "made by old code", whose objects are in no list; old delete ignores the field, and new objects are
// only ever in their own empty list.
#include "kernel.h"

struct part { u32 id; struct list_head peers; };

struct part *part_create(u32 id)
{
	struct part *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (p) {
		p->id = id;
#ifdef FIXED
		INIT_LIST_HEAD(&p->peers);
#endif
	}
	return p;
}

void part_delete(struct part *p)
{
#ifdef FIXED
	if (p->peers.next)
		list_del(&p->peers);
#endif
	kfree(p);
}
