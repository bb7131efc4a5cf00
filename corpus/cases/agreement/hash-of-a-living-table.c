// The bucket function mixes in another field; table entries made by the old function live on.
// lpcheck: expect refused
// lpcheck: because agreement
// lpcheck: origin synthetic
// New remove looks for an old entry in the wrong bucket, does not find it, and the entry stays behind with its owner
// freed. Persistent data: no switching discipline helps.
#include "kernel.h"

struct grp { struct hlist_node node; u32 addr, ifindex; };
static struct hlist_head table[16];

static noinline u32 bucket(const struct grp *g)
{
#ifdef FIXED
	return hash_32(g->addr ^ g->ifindex, 4);
#else
	return hash_32(g->addr, 4);
#endif
}

void grp_add(struct grp *g)
{
	hlist_add_head(&g->node, &table[bucket(g)]);
}

void grp_remove(struct grp *g)
{
	struct grp *pos;

	hlist_for_each_entry(pos, &table[bucket(g)], node) {
		if (pos != g)
			continue;
		hlist_del(&g->node);
		break;
	}
	kfree(g);
}
