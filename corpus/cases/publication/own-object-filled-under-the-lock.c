// A fresh object is linked before its member is set, both under the lock that every reader takes.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Nobody sees it between the two.
#include "kernel.h"

struct item { struct list_head node; int n; };
struct set { struct mutex lock; struct list_head items; };

int set_add(struct set *s, int n)
{
	struct item *item = kzalloc(sizeof(*item), GFP_KERNEL);

	if (!item)
		return -ENOMEM;
	mutex_lock(&s->lock);
#ifdef FIXED
	list_add(&item->node, &s->items);
	item->n = n;
#else
	item->n = n;
	list_add(&item->node, &s->items);
#endif
	mutex_unlock(&s->lock);
	return 0;
}
