// The bucket of a new entry is kept in a local.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same bucket.
#include "kernel.h"

struct ent { struct hlist_node node; u32 key; };
struct table { struct hlist_head heads[16]; };

void ent_add(struct table *t, struct ent *e)
{
#ifdef FIXED
	u32 bucket = hash_32(e->key, 4);

	hlist_add_head(&e->node, &t->heads[bucket]);
#else
	hlist_add_head(&e->node, &t->heads[hash_32(e->key, 4)]);
#endif
}

struct hlist_head *ent_bucket(struct table *t, u32 key)
{
	return &t->heads[hash_32(key, 4)];
}
