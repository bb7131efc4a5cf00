// Create newly initialises a list head, and delete newly unlinks it without a test.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// lpcheck: known-wrong another reason: refused for field-meaning
// Objects created by old code have a zeroed, never initialised head: new delete writes through NULL pointers. They exist
// before the switch, so no order of switching helps; delete has to tell the two kinds apart.
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
	list_del(&p->peers);
#endif
	kfree(p);
}
