// An index that wraps at an exact value is moved by two instead of one.
// lpcheck: expect refused
// lpcheck: because counter-balance
// lpcheck: because field-meaning
// lpcheck: because agreement
// lpcheck: origin mutation harness, class double-charge
// lpcheck: known-wrong too strict: undecided for undischarged
// An index that old code left odd never equals 8 again and runs out of the array, in whatever version runs next; with old
// code alone it always meets the wrap test.
#include "kernel.h"

struct cache { u32 next; u32 keys[8]; };

void cache_put(struct cache *c, u32 key)
{
	c->keys[c->next] = key;
#ifdef FIXED
	c->next += 2;
#else
	c->next++;
#endif
	if (c->next == 8)
		c->next = 0;
}
