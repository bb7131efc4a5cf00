// A new flag bit marks objects for which a message is suppressed.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: refused for field-meaning
// The bit is above all that old code sets or tests, and old code keeps it when it sets its own bits; without the bit new
// code does what old code did.
#include "kernel.h"

struct vol { unsigned long flags; };
#define VOL_DIRTY 1
#define VOL_QUIET 8

void vol_mark(struct vol *v, bool quiet)
{
	v->flags |= VOL_DIRTY;
#ifdef FIXED
	if (quiet)
		v->flags |= VOL_QUIET;
#endif
}

int vol_flush(struct vol *v)
{
	if (!(v->flags & VOL_DIRTY))
		return 0;
#ifdef FIXED
	if (!(v->flags & VOL_QUIET))
#endif
	pr_info("flush\n");
	v->flags &= ~VOL_DIRTY;
	return 1;
}
