// The same, but a caller of the function holds the lock already.
// lpcheck: expect refused
// lpcheck: because lock-order
// lpcheck: because lock-balance
// lpcheck: origin synthetic
// Unchanged hits_reset calls hit with the lock held: new hit spins on it for ever, in the new code alone.
#include "kernel.h"

static DEFINE_SPINLOCK(lock);
static u32 hits;

static noinline void hit(u32 n)
{
#ifdef FIXED
	spin_lock(&lock);
#endif
	hits += n;
#ifdef FIXED
	spin_unlock(&lock);
#endif
}

void hit_one(void)
{
	hit(1);
}

void hits_reset(void)
{
	spin_lock(&lock);
	hits = 0;
	hit(1);
	spin_unlock(&lock);
}
