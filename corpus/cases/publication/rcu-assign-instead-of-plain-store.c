// A plain store that publishes an object becomes rcu_assign_pointer.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same pointer with a release barrier in front: only orders that the reader never wanted become impossible.
#include "kernel.h"

struct conf { u32 mtu, flags; };
static struct conf *active;

int conf_set(u32 mtu)
{
	struct conf *c = kzalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	c->mtu = mtu;
#ifdef FIXED
	rcu_assign_pointer(active, c);
#else
	active = c;
#endif
	return 0;
}

u32 conf_mtu(void)
{
	struct conf *c = rcu_dereference(active);

	return c ? c->mtu : 1500;
}
