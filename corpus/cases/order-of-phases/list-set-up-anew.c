// A reset function newly sets a list up that the init function has set up, with entries in it.
// lpcheck: expect refused
// lpcheck: because order-of-phases
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Entries of old code point to a head that does not know them; the walk misses them, in new code alone.
#include "kernel.h"

struct set { struct list_head items; int n; };

void set_init(struct set *s)
{
	INIT_LIST_HEAD(&s->items);
	s->n = 0;
}

void set_reset(struct set *s)
{
#ifdef FIXED
	INIT_LIST_HEAD(&s->items);
#endif
	s->n = 0;
}

bool set_is_empty(struct set *s)
{
	return list_empty(&s->items);
}
