// The lock of a list is given up and taken again between two steps along the list.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The entry the walk stands on may be gone when the lock is taken again, in new code alone.
#include "kernel.h"

struct ent { struct list_head node; int n; };
struct set { spinlock_t lock; struct list_head ents; };

int set_sum(struct set *s)
{
	struct ent *e;
	int n = 0;

	spin_lock(&s->lock);
	list_for_each_entry(e, &s->ents, node) {
		n += e->n;
#ifdef FIXED
		spin_unlock(&s->lock);
		spin_lock(&s->lock);
#endif
	}
	spin_unlock(&s->lock);
	return n;
}
