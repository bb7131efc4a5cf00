// The callee newly understands NULL, and only new callers pass it.
// lpcheck: expect consistency
// lpcheck: because argument-mismatch
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Immediate (on reverse, or while entries are redirected one by one): a new flush_all meets the old callee, which
// dereferences NULL. On one stack, so per-task is enough; old callers never pass NULL.
#include "kernel.h"

struct cache { u32 used; };
static struct cache caches[2];

static noinline void cache_flush(struct cache *c)
{
#ifdef FIXED
	if (!c) {
		caches[0].used = 0;
		caches[1].used = 0;
		return;
	}
#endif
	c->used = 0;
}

void flush_one(u32 which) { cache_flush(&caches[which & 1]); }

void flush_all(void)
{
#ifdef FIXED
	cache_flush(NULL);
#else
	caches[0].used = 0;
	caches[1].used = 0;
#endif
}
