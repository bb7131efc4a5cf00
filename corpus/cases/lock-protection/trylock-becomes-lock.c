// A lock that was only tried is waited for, in a function that holds no other.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The section is the same; what was left out under contention is done now.
#include "kernel.h"

struct stat { spinlock_t lock; int n; };

void stat_clear(struct stat *s)
{
#ifdef FIXED
	spin_lock(&s->lock);
#else
	if (!spin_trylock(&s->lock))
		return;
#endif
	s->n = 0;
	spin_unlock(&s->lock);
}
