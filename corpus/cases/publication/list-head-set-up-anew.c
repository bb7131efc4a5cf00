// An entry that others may hold linked is set up as an empty list before it is added.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct item { struct list_head node; int key; };
struct tab { spinlock_t lock; struct list_head all; };

void tab_drop(struct tab *t, struct item *i)
{
	spin_lock(&t->lock);
	list_del(&i->node);
	spin_unlock(&t->lock);
}

void tab_add(struct tab *t, struct item *i)
{
	spin_lock(&t->lock);
#ifdef FIXED
	INIT_LIST_HEAD(&t->all);
#endif
	list_add(&i->node, &t->all);
	spin_unlock(&t->lock);
}
