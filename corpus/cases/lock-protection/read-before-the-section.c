// A count is read before the lock is taken, and stored under it.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// What another holder adds between the two is lost, in new code alone.
#include "kernel.h"

struct stat { struct mutex lock; int n; };

void stat_count(struct stat *s)
{
	int n;

#ifdef FIXED
	n = s->n;
	mutex_lock(&s->lock);
#else
	mutex_lock(&s->lock);
	n = s->n;
#endif
	s->n = n + 1;
	mutex_unlock(&s->lock);
}
