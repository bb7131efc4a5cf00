// A value that another CPU changed meanwhile is not tried again: the step is lost.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct pool { int n; };

void pool_add(struct pool *p, int k)
{
	int old;

#ifdef FIXED
	old = READ_ONCE(p->n);
	cmpxchg(&p->n, old, old + k);
#else
	do {
		old = READ_ONCE(p->n);
	} while (cmpxchg(&p->n, old, old + k) != old);
#endif
}
