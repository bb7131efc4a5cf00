// atomic_inc becomes atomic_add of one.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same step.
#include "kernel.h"

struct stat { atomic_t n; };

void stat_count(struct stat *s)
{
#ifdef FIXED
	atomic_add(1, &s->n);
#else
	atomic_inc(&s->n);
#endif
}
