// The bucket of a new entry is masked in a local; the lookup, unchanged, hashes by itself.
// lpcheck: expect refused
// lpcheck: because agreement
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Entries placed by new code are not found under their bucket, by code of either version.
#include "kernel.h"

struct ent { struct hlist_node node; u32 key; };
struct table { struct hlist_head heads[16]; };

void ent_add(struct table *t, struct ent *e)
{
	u32 bucket = hash_32(e->key, 4);

#ifdef FIXED
	bucket &= 7;
#endif
	hlist_add_head(&e->node, &t->heads[bucket]);
}

struct hlist_head *ent_bucket(struct table *t, u32 key)
{
	return &t->heads[hash_32(key, 4)];
}
