// When the second allocation fails, the first one is freed.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Both belong to this invocation and neither has been published.
#include "kernel.h"

struct pair { u8 *a, *b; };

struct pair *pair_new(void)
{
	struct pair *p = kzalloc(sizeof(*p), GFP_KERNEL);

	if (!p)
		return NULL;
	p->a = kmalloc(64, GFP_KERNEL);
	if (!p->a) {
#ifdef FIXED
		kfree(p);
#endif
		return NULL;
	}
	return p;
}
