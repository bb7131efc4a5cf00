// A lock that was waited for is only tried; where that fails the work is left out.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// What the caller takes for counted is lost whenever somebody else holds the lock, in new code alone.
#include "kernel.h"

struct stat { spinlock_t lock; int n; };

void stat_count(struct stat *s)
{
#ifdef FIXED
	if (!spin_trylock(&s->lock))
		return;
#else
	spin_lock(&s->lock);
#endif
	s->n++;
	spin_unlock(&s->lock);
}
