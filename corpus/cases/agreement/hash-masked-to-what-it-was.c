// The bucket function gets a mask that changes no value.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// hash_32(x, 4) is a 32-bit number shifted right by 28, hence below 16: the mask is the identity.
#include "kernel.h"

struct grp { struct hlist_node node; u32 addr, ifindex; };
static struct hlist_head table[16];

static noinline u32 bucket(const struct grp *g)
{
#ifdef FIXED
	return hash_32(g->addr, 4) & 15;
#else
	return hash_32(g->addr, 4);
#endif
}

void grp_add(struct grp *g)
{
	hlist_add_head(&g->node, &table[bucket(g)]);
}
