// Another bit is collected in a local before an unchanged statement stores it.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Objects marked dirty by new code look dead to the unchanged test, and clean to the other.
#include "kernel.h"

struct page_info { u32 flags; };

void page_mark(struct page_info *p, bool dirty)
{
	u32 flags = 0;

	if (dirty)
#ifdef FIXED
		flags |= 2;
#else
		flags |= 1;
#endif
	p->flags |= flags;
}

bool page_is_dirty(struct page_info *p)
{
	return p->flags & 1;
}

bool page_is_dead(struct page_info *p)
{
	return p->flags & 2;
}
