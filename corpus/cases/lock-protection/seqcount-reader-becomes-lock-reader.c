// Reader and writer of a pair of values go from a seqcount to a spinlock.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// Old reader, new writer, in different tasks: the writer no longer counts, the reader does not notice half an update.
#include "kernel.h"

static seqcount_t seq;
static DEFINE_SPINLOCK(lock);
static u64 base, mult;

void clock_set(u64 b)
{
#ifdef FIXED
	spin_lock(&lock);
	base = b;
	mult++;
	spin_unlock(&lock);
#else
	write_seqcount_begin(&seq);
	base = b;
	mult++;
	write_seqcount_end(&seq);
#endif
}

u64 clock_get(void)
{
	u64 t;
#ifdef FIXED
	spin_lock(&lock);
	t = base * mult;
	spin_unlock(&lock);
#else
	unsigned int s = read_seqcount_begin(&seq);
	t = base * mult;
	t = read_seqcount_retry(&seq, s) ? 0 : t;
#endif
	return t;
}
