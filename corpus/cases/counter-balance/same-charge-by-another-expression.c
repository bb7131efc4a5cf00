// The charge is written with the local that was stored in the object two lines above.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: refused for counter-balance, undischarged
// `pages` and `c->pages` are the same number here, so each object is charged what the unchanged code uncharges.
#include "kernel.h"

struct ctx { u32 pages; };
static DEFINE_SPINLOCK(sum_lock);
static u32 sum;

int ctx_charge(struct ctx *c, u32 pages)
{
	spin_lock(&sum_lock);
	c->pages = pages;
#ifdef FIXED
	sum += pages;
#else
	sum += c->pages;
#endif
	spin_unlock(&sum_lock);
	return 0;
}

void ctx_uncharge(struct ctx *c)
{
	spin_lock(&sum_lock);
	sum -= c->pages;
	spin_unlock(&sum_lock);
}
