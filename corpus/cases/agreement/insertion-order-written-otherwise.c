// The test that finds the place of a new entry is written the other way round.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same order.
#include "kernel.h"

struct ent { struct list_head node; u32 key; };

void ent_insert(struct list_head *head, struct ent *ent)
{
	struct ent *e;

	list_for_each_entry(e, head, node) {
#ifdef FIXED
		if (e->key > ent->key)
			break;
#else
		if (ent->key < e->key)
			break;
#endif
	}
	list_add_tail(&ent->node, &e->node);
}
