// The reader no longer asks whether a writer came in between.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
#include "kernel.h"

struct clk { seqcount_t seq; u64 a, b; };

u64 clk_read(struct clk *c)
{
	unsigned int s;
	u64 t;

#ifdef FIXED
	s = read_seqcount_begin(&c->seq);
	t = c->a + c->b;
#else
	do {
		s = read_seqcount_begin(&c->seq);
		t = c->a + c->b;
	} while (read_seqcount_retry(&c->seq, s));
#endif
	return t;
}
