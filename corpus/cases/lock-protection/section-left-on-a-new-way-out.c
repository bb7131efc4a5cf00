// A new guard inside the section gives the lock up and leaves with an error that the function had.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The section is not entered again: nothing in it rests on what was seen before.
#include "kernel.h"

struct stat { spinlock_t lock; int n; int max; };

int stat_set(struct stat *s, int n)
{
	if (n < 0)
		return -EINVAL;
	spin_lock(&s->lock);
#ifdef FIXED
	if (n > s->max) {
		spin_unlock(&s->lock);
		return -EINVAL;
	}
#endif
	s->n = n;
	spin_unlock(&s->lock);
	return 0;
}
