// A function clamps its answer; an unchanged wrapper passes that on to an unchanged reader.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same unit and a value that the old function returned too.
#include "kernel.h"

struct fifo { int n; int cap; };

int fifo_take(struct fifo *f, int words)
{
	f->n += words;
#ifdef FIXED
	return min(f->cap - f->n, f->cap);
#else
	return f->cap - f->n;
#endif
}

int fifo_take_two(struct fifo *f)
{
	return fifo_take(f, 2);
}

void fifo_fill(struct fifo *f, u32 *to, const u32 *from)
{
	memcpy(to, from, fifo_take_two(f) * 4);
}
