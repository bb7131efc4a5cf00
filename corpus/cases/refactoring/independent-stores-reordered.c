// Two stores to a private object change places.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The object is not published yet, so nobody can see the order.
#include "kernel.h"

struct ent { u32 a, b; };

struct ent *ent_new(u32 a, u32 b)
{
	struct ent *e = kmalloc(sizeof(*e), GFP_KERNEL);

	if (!e)
		return NULL;
#ifdef FIXED
	e->b = b;
	e->a = a;
#else
	e->a = a;
	e->b = b;
#endif
	return e;
}
