// The shadow's absence is the old behaviour, and the only function that frees the object frees it before.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for unproved-balance
// Nothing but a message to people depends on the count. An old chan_close leaves a count behind that the next channel at this
// address goes on with: a number in a message.
#include "kernel.h"

void *klp_shadow_get(void *obj, unsigned long id);
void *klp_shadow_get_or_alloc(void *obj, unsigned long id, size_t size, gfp_t gfp, void *ctor, void *data);
void klp_shadow_free(void *obj, unsigned long id, void *dtor);
struct chan { u32 len; };

void chan_count(struct chan *c)
{
#ifdef FIXED
	u32 *n = klp_shadow_get_or_alloc(c, 1, sizeof(u32), GFP_ATOMIC, NULL, NULL);

	if (n)
		(*n)++;
#endif
}

void chan_close(struct chan *c)
{
#ifdef FIXED
	u32 *n = klp_shadow_get(c, 1);

	if (!n)
		pr_info("never counted\n");
	else
		klp_shadow_free(c, 1, NULL);
#endif
	kfree(c);
}
