// Trap 2: a pure comparator gives another answer, while lists that were ordered by the old answer live on.
// lpcheck: expect refused
// lpcheck: because agreement
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Insert and find both use it, in whatever version: an entry put in place by the old order is not found by a search that
// stops where the new order says. The list is older than the switch and outlives it.
#include "kernel.h"

struct item { struct list_head node; u32 key; };
static LIST_HEAD(items);

static noinline bool before(u32 a, u32 b)
{
#ifdef FIXED
	return (s32)(a - b) < 0;
#else
	return a < b;
#endif
}

void item_insert(struct item *it)
{
	struct item *pos;

	list_for_each_entry(pos, &items, node)
		if (before(it->key, pos->key))
			break;
	list_add_tail(&it->node, &pos->node);
}

struct item *item_find(u32 key)
{
	struct item *pos;

	list_for_each_entry(pos, &items, node)
		if (!before(pos->key, key))
			return pos->key == key ? pos : NULL;
	return NULL;
}
