// The number that put_user tells user space is clamped in a local.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same unit, and a number that user space could be told before.
#include "kernel.h"

struct stat { u64 ns; };

int stat_get(struct stat *s, u64 __user *p)
{
	u64 t = s->ns;

#ifdef FIXED
	t = min_t(u64, t, S64_MAX);
#endif
	return put_user(t, p);
}
