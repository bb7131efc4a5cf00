// The comparator is written otherwise and answers alike for every pair.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// a < b and !(b <= a) are the same truth value for unsigned numbers, so every order that exists stays an order.
#include "kernel.h"

struct item { struct list_head node; u32 key; };
static LIST_HEAD(items);

static noinline bool before(u32 a, u32 b)
{
#ifdef FIXED
	return !(b <= a);
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
