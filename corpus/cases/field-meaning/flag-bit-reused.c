// A flag bit that meant "hidden" means "read-only" from now on.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// Objects hidden by old code are read-only for new code, and objects that new code made read-only are writable for old
// tasks. The word outlives every call.
#include "kernel.h"

struct vol { unsigned long flags; };
#define VOL_BIT 2

#ifdef FIXED
void vol_set_readonly(struct vol *v) { v->flags |= VOL_BIT; }
void vol_hide(struct vol *v) { v->flags |= 4; }
#else
void vol_set_readonly(struct vol *v) { v->flags |= 4; }
void vol_hide(struct vol *v) { v->flags |= VOL_BIT; }
#endif

int vol_write(struct vol *v)
{
#ifdef FIXED
	return v->flags & VOL_BIT ? -EPERM : 0;
#else
	return v->flags & 4 ? -EPERM : 0;
#endif
}
