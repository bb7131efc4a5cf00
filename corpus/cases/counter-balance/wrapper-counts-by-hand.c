// The error path calls a visible helper that counts an object down by hand; other code counts it up and down too.
// lpcheck: expect refused
// lpcheck: because counter-balance
// lpcheck: origin synthetic
// The helper is opened where the difference calls it: what it does to the count is seen, not only that it is called.
#include "kernel.h"

struct pool { int users; };
int pool_probe(struct pool *p);

static noinline void pool_leave(struct pool *p)
{
	p->users--;
}

void pool_join(struct pool *p)
{
	p->users++;
}

int pool_open(struct pool *p)
{
	int err = pool_probe(p);

	if (err) {
#ifdef FIXED
		pool_leave(p);
#endif
		return err;
	}
	return 0;
}
