// A call becomes a call of an unchanged wrapper that does only the same.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The twin of wrapper-counts-by-hand: opened, the wrapper shows that nothing differs.
#include "kernel.h"

struct pool { int users; };
void pool_kick(struct pool *p);

static inline void pool_start(struct pool *p)
{
	pool_kick(p);
}

int pool_open(struct pool *p, int flags)
{
	if (flags & 1)
		return -EINVAL;
#ifdef FIXED
	pool_start(p);
#else
	pool_kick(p);
#endif
	return 0;
}
