// The new version takes the lock around a helper that takes it itself, in one function after another.
// lpcheck: expect refused
// lpcheck: because lock-balance
// lpcheck: origin synthetic
#include "kernel.h"

struct box { struct mutex lock; int n; };

static noinline void box_add(struct box *b, int n)
{
	mutex_lock(&b->lock);
	b->n += n;
	mutex_unlock(&b->lock);
}

void box_fill(struct box *b)
{
#ifdef FIXED
	mutex_lock(&b->lock);
#endif
	box_add(b, 1);
#ifdef FIXED
	mutex_unlock(&b->lock);
#endif
}
