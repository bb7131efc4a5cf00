// A new per-object value goes into a shadow variable that every reader takes for granted.
// lpcheck: expect refused
// lpcheck: because shadow-incomplete
// lpcheck: origin synthetic
// Objects opened by old code have no shadow: the new read dereferences NULL as soon as it meets one, and such objects
// live on after everybody has switched.
#include "kernel.h"

void *klp_shadow_get(void *obj, unsigned long id);
void *klp_shadow_get_or_alloc(void *obj, unsigned long id, size_t size, gfp_t gfp, void *ctor, void *data);
void klp_shadow_free(void *obj, unsigned long id, void *dtor);
struct chan { u32 len; };

struct chan *chan_open(void)
{
	struct chan *c = kzalloc(sizeof(*c), GFP_KERNEL);
#ifdef FIXED
	u32 *reads = c ? klp_shadow_get_or_alloc(c, 1, sizeof(u32), GFP_KERNEL, NULL, NULL) : NULL;

	if (reads)
		*reads = 0;
#endif
	return c;
}

u32 chan_read(struct chan *c)
{
#ifdef FIXED
	(*(u32 *)klp_shadow_get(c, 1))++;
#endif
	return c->len;
}
