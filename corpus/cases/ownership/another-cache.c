// Objects come from another cache; the function that frees them, unchanged, gives them to the old one.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The allocator's lists are corrupted, in new code alone.
#include "kernel.h"

extern struct kmem_cache *node_cache, *leaf_cache;

void *node_new(void)
{
#ifdef FIXED
	return kmem_cache_alloc(leaf_cache, GFP_KERNEL);
#else
	return kmem_cache_alloc(node_cache, GFP_KERNEL);
#endif
}

void node_free(void *node)
{
	kmem_cache_free(node_cache, node);
}
