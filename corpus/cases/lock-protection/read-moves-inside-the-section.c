// A count that was read before the lock is read under it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The section grows by a read; whoever holds the lock keeps what is read.
#include "kernel.h"

struct stat { struct mutex lock; int n; };

void stat_count(struct stat *s)
{
	int n;

#ifdef FIXED
	mutex_lock(&s->lock);
	n = s->n;
#else
	n = s->n;
	mutex_lock(&s->lock);
#endif
	s->n = n + 1;
	mutex_unlock(&s->lock);
}
