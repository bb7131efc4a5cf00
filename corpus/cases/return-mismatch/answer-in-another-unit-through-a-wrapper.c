// A function answers bytes instead of words; an unchanged wrapper passes that on to an unchanged reader.
// lpcheck: expect refused
// lpcheck: because return-mismatch
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The reader multiplies by four once more and copies beyond the buffer.
#include "kernel.h"

struct fifo { int n; int cap; };

int fifo_take(struct fifo *f, int words)
{
	f->n += words;
#ifdef FIXED
	return (f->cap - f->n) * 4;
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
