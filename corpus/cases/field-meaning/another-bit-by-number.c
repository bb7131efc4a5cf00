// set_bit is given another number; the tests are not changed.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Bit 2 means dead to unchanged code.
#include "kernel.h"

struct page_info { unsigned long flags; };

void page_mark(struct page_info *p)
{
#ifdef FIXED
	set_bit(2, &p->flags);
#else
	set_bit(1, &p->flags);
#endif
}

bool page_is_dirty(struct page_info *p)
{
	return test_bit(1, &p->flags);
}

bool page_is_dead(struct page_info *p)
{
	return test_bit(2, &p->flags);
}
