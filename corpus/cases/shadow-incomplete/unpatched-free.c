// An unchanged function frees objects that have a shadow variable now.
// lpcheck: expect refused
// lpcheck: because shadow-incomplete
// lpcheck: origin synthetic
// chan_drop is not replaced: the next channel at that address finds the count of another one.
#include "kernel.h"

void *klp_shadow_get(void *obj, unsigned long id);
void *klp_shadow_get_or_alloc(void *obj, unsigned long id, size_t size, gfp_t gfp, void *ctor, void *data);
void klp_shadow_free(void *obj, unsigned long id, void *dtor);
struct chan { u32 len; };

void chan_count(struct chan *c)
{
#ifdef FIXED
	u32 *n = klp_shadow_get_or_alloc(c, 1, sizeof(u32), GFP_KERNEL, NULL, NULL);

	if (n)
		(*n)++;
#endif
}

void chan_close(struct chan *c)
{
#ifdef FIXED
	klp_shadow_free(c, 1, NULL);
#endif
	kfree(c);
}

void chan_drop(struct chan *c) { kfree(c); }
