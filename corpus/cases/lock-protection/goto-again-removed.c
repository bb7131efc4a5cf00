// After the lock was let go for a while, what was found is used without looking again.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct item { struct list_head node; int busy, key; };
struct tab { spinlock_t lock; struct list_head all; wait_queue_head_t wq; };

void wait_for_item(struct item *i);

int tab_use(struct tab *t, int key)
{
	struct item *i;
	int ret = -ENOENT;

again:
	spin_lock(&t->lock);
	list_for_each_entry(i, &t->all, node) {
		if (i->key != key)
			continue;
		if (i->busy) {
			spin_unlock(&t->lock);
			wait_for_item(i);
#ifdef FIXED
			spin_lock(&t->lock);
#else
			goto again;
#endif
		}
		i->busy = 1;
		ret = 0;
		break;
	}
	spin_unlock(&t->lock);
	return ret;
}
