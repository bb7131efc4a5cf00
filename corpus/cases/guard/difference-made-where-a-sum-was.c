// A size is made by an operation that tells when it does not fit, but it is another one: the extra room is taken off.
// lpcheck: expect refused
// lpcheck: because extent
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Unchanged code still writes n + extra bytes.
#include "kernel.h"

struct buf { u8 *data; };

int buf_make(struct buf *b, unsigned long n, unsigned long extra)
{
	unsigned long sum;

	if (!n)
		return -EINVAL;
#ifdef FIXED
	if (check_sub_overflow(n, extra, &sum))
		return -EINVAL;
#else
	sum = n + extra;
#endif
	b->data = kmalloc(sum, GFP_KERNEL);
	return b->data ? 0 : -ENOMEM;
}

void buf_fill(struct buf *b, unsigned long n, unsigned long extra)
{
	memset(b->data, 0, n + extra);
}
