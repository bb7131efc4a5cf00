// The test after taking the lock anew no longer sends back to the search.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct item { struct list_head node; int dead, n; };
struct tab { spinlock_t lock; spinlock_t ilock; struct item *cur; };

int tab_use(struct tab *t)
{
	struct item *i;

again:
	spin_lock(&t->lock);
	i = t->cur;
	spin_unlock(&t->lock);
	spin_lock(&t->ilock);
#ifndef FIXED
	if (i != t->cur) {
		spin_unlock(&t->ilock);
		goto again;
	}
#endif
	i->n++;
	spin_unlock(&t->ilock);
	return 0;
}
