// The reader gives up after one more attempt and uses what it has.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct clk { seqcount_t seq; u64 a, b; };

u64 clk_read(struct clk *c)
{
	unsigned int s;
	u64 t;
	int n = 0;

	do {
		s = read_seqcount_begin(&c->seq);
		t = c->a + c->b;
#ifdef FIXED
		if (n++ > 1)
			break;
#endif
	} while (read_seqcount_retry(&c->seq, s));
	return t;
}
