// The same value with NULL handled by the reader, reset by the maker and freed with the object.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: refused for may-sleep-now, ownership, reference-balance, undischarged
// Objects without the shadow take the old path; an old close leaves at most the shadows of the few objects closed in the
// window, and a reused address is reset when it is opened. Nothing else reads the value.
#include "kernel.h"

void *klp_shadow_get(void *obj, unsigned long id);
void *klp_shadow_get_or_alloc(void *obj, unsigned long id, size_t size, gfp_t gfp, void *ctor, void *data);
void klp_shadow_free(void *obj, unsigned long id, void *dtor);
struct chan { u32 len; };

void chan_open(struct chan *c)
{
#ifdef FIXED
	u32 *n = klp_shadow_get_or_alloc(c, 1, sizeof(u32), GFP_KERNEL, NULL, NULL);

	if (n)
		*n = 0;
#endif
	c->len = 0;
}

u32 chan_read(struct chan *c)
{
#ifdef FIXED
	u32 *reads = klp_shadow_get(c, 1);

	if (reads)
		(*reads)++;
#endif
	return c->len;
}

#ifdef FIXED
void chan_close(struct chan *c) { klp_shadow_free(c, 1, NULL); kfree(c); }
#else
void chan_close(struct chan *c) { kfree(c); }
#endif
