// The loop that reads two numbers again when a writer came is dropped.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// A reader adds the old half to the new one, in new code alone.
#include "kernel.h"

struct pair { seqcount_t seq; u64 a, b; };

u64 pair_sum(struct pair *p)
{
	u64 sum;
#ifdef FIXED
	sum = p->a + p->b;
#else
	unsigned int seq;

	do {
		seq = read_seqcount_begin(&p->seq);
		sum = p->a + p->b;
	} while (read_seqcount_retry(&p->seq, seq));
#endif
	return sum;
}
