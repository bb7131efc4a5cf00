// Trap 8: an object is charged by its size in pages instead of by one, and uncharged likewise.
// lpcheck: expect refused
// lpcheck: because counter-balance
// lpcheck: origin synthetic
// Objects charged 1 by old code are uncharged by their pages: the sum falls below zero and the limit is lost for good.
// They outlive every call; after a disable the charge only grows.
#include "kernel.h"

struct ctx { u32 pages; };
static DEFINE_SPINLOCK(sum_lock);
static u32 sum;

int ctx_charge(struct ctx *c)
{
	int err = -EAGAIN;

	spin_lock(&sum_lock);
	if (sum < 65536) {
#ifdef FIXED
		sum += c->pages;
#else
		sum += 1;
#endif
		err = 0;
	}
	spin_unlock(&sum_lock);
	return err;
}

void ctx_uncharge(struct ctx *c)
{
	spin_lock(&sum_lock);
#ifdef FIXED
	sum -= c->pages;
#else
	sum -= 1;
#endif
	spin_unlock(&sum_lock);
}
