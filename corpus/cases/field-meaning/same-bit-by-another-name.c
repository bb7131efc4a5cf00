// set_bit is given the same number by a name.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same bit is set.
#include "kernel.h"

enum { PAGE_BUSY, PAGE_DIRTY };
struct page_info { unsigned long flags; };

void page_mark(struct page_info *p)
{
#ifdef FIXED
	set_bit(PAGE_DIRTY, &p->flags);
#else
	set_bit(1, &p->flags);
#endif
}

bool page_is_dirty(struct page_info *p)
{
	return test_bit(1, &p->flags);
}
