// The lock of the parent is taken where the object's own was.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Old and unchanged holders of the object's lock count at the same time: counts are lost.
#include "kernel.h"

struct stat { spinlock_t lock; struct stat *parent; int n; };

void stat_count(struct stat *s)
{
#ifdef FIXED
	spin_lock(&s->parent->lock);
	s->n++;
	spin_unlock(&s->parent->lock);
#else
	spin_lock(&s->lock);
	s->n++;
	spin_unlock(&s->lock);
#endif
}
