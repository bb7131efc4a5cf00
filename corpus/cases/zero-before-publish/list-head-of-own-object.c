// The list head of an object that nobody else knows yet is set up.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct item { struct list_head node; spinlock_t lock; int key; };
struct tab { spinlock_t lock; struct item *first; };

int tab_new(struct tab *t, int key)
{
	struct item *i = kzalloc(sizeof(*i), GFP_KERNEL);

	if (!i)
		return -ENOMEM;
	i->key = key;
#ifdef FIXED
	INIT_LIST_HEAD(&i->node);
	spin_lock_init(&i->lock);
#endif
	spin_lock(&t->lock);
	t->first = i;
	spin_unlock(&t->lock);
	return 0;
}
