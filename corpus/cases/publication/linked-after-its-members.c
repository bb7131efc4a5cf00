// A chunk is linked into its owner's list only when its members are filled in.
// lpcheck: expect immediate
// lpcheck: origin kernel
// Linking later within one invocation shows others less, never more; both versions leave the same list behind.
#include "kernel.h"

struct chunk { struct list_head link; u32 len; };
struct owner { struct list_head chunks; };

bool chunk_add(struct owner *o, u32 len)
{
	struct chunk *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return false;
#ifndef FIXED
	list_add_tail(&c->link, &o->chunks);
#endif
	c->len = len;
#ifdef FIXED
	list_add_tail(&c->link, &o->chunks);
#endif
	return true;
}
