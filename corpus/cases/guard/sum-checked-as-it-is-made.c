// A size is added up by an operation that tells when it does not fit, and is refused then.
// lpcheck: expect immediate
// lpcheck: origin io_uring/rsrc.c (io_pin_pages), reduced
// Where it fits, the sum is what it was.
#include "kernel.h"

struct buf { u8 *data; };

int buf_make(struct buf *b, unsigned long n, unsigned long extra)
{
	unsigned long sum;

	if (!n)
		return -EINVAL;
#ifdef FIXED
	if (check_add_overflow(n, extra, &sum))
		return -EINVAL;
#else
	sum = n + extra;
#endif
	b->data = kmalloc(sum, GFP_KERNEL);
	return b->data ? 0 : -ENOMEM;
}
