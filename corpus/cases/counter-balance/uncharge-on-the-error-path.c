// The error path gives back what this invocation charged.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The object never becomes visible on that path, so nobody else uncharges it; old frames leak their charge as before.
#include "kernel.h"

struct ctx { u32 pages; };
static DEFINE_SPINLOCK(sum_lock);
static u32 sum;

struct ctx *ctx_new(u32 pages)
{
	struct ctx *c;

	spin_lock(&sum_lock);
	sum += pages;
	spin_unlock(&sum_lock);
	c = kzalloc(sizeof(*c), GFP_KERNEL);
	if (!c) {
#ifdef FIXED
		spin_lock(&sum_lock);
		sum -= pages;
		spin_unlock(&sum_lock);
#endif
		return NULL;
	}
	c->pages = pages;
	return c;
}
