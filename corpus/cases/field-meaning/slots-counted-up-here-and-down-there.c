// A limit begins to be kept: one function counts a slot in, the other counts it out again.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// Slots taken before the switch were never counted in; giving them back after it wraps the count below zero.
#include "kernel.h"

struct pool { u32 used, limit; };

int pool_take(struct pool *pool)
{
#ifdef FIXED
	if (pool->used >= pool->limit)
		return -ENOSPC;
	pool->used++;
#endif
	return 0;
}

void pool_give(struct pool *pool)
{
#ifdef FIXED
	pool->used--;
#endif
}
