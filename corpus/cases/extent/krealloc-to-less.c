// A buffer is made smaller than what unchanged code writes to it.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct log { char *buf; size_t size; };

int log_grow(struct log *l, u16 n)
{
#ifdef FIXED
	char *b = krealloc(l->buf, n, GFP_KERNEL);
#else
	char *b = krealloc(l->buf, n + 16, GFP_KERNEL);
#endif

	if (!b)
		return -ENOMEM;
	l->buf = b;
	l->size = n;
	return 0;
}

void log_put(struct log *l)
{
	memset(l->buf, 0, l->size + 16);
}
