// A list that is kept in rising order gets its new entries in falling order; the reader takes the first for the smallest.
// lpcheck: expect refused
// lpcheck: because agreement
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Entries placed by old code stand there: the list is in no order at all, and the unchanged reader is wrong in new code alone.
#include "kernel.h"

struct ent { struct list_head node; u32 key; };

void ent_insert(struct list_head *head, struct ent *ent)
{
	struct ent *e;

	list_for_each_entry(e, head, node) {
#ifdef FIXED
		if (e->key < ent->key)
			break;
#else
		if (ent->key < e->key)
			break;
#endif
	}
	list_add_tail(&ent->node, &e->node);
}

struct ent *ent_smallest(struct list_head *head)
{
	return list_first_entry_or_null(head, struct ent, node);
}
