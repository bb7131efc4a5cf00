// A buffer is made larger than before.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct log { char *buf; size_t size; };

int log_grow(struct log *l, u16 n)
{
#ifdef FIXED
	char *b = krealloc(l->buf, n + 16, GFP_KERNEL);
#else
	char *b = krealloc(l->buf, n, GFP_KERNEL);
#endif

	if (!b)
		return -ENOMEM;
	l->buf = b;
	l->size = n;
	return 0;
}
