// The error path calls a visible helper that does nothing but call a function nobody can look into.
// lpcheck: expect undecided
// lpcheck: because unknown-callee
// lpcheck: origin synthetic
#include "kernel.h"

struct pool { int users; };
int pool_probe(struct pool *p);
void pool_do(struct pool *p);

static noinline void pool_undo(struct pool *p)
{
	pool_do(p);
}

int pool_open(struct pool *p)
{
	int err = pool_probe(p);

	if (err) {
#ifdef FIXED
		pool_undo(p);
#endif
		return err;
	}
	return 0;
}
