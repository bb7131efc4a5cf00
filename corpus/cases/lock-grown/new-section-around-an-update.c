// An update that ran unlocked takes the lock that all other users of the counter take.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Exclusion is only added. No caller of the function holds the lock, and nothing inside sleeps or takes another.
#include "kernel.h"

static DEFINE_SPINLOCK(lock);
static u32 hits;

void hit(void)
{
#ifdef FIXED
	spin_lock(&lock);
#endif
	hits++;
#ifdef FIXED
	spin_unlock(&lock);
#endif
}

u32 hits_reset(void)
{
	u32 n;

	spin_lock(&lock);
	n = hits;
	hits = 0;
	spin_unlock(&lock);
	return n;
}
