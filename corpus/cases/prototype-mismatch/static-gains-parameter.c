// A static function, called out of line, gains a parameter; its callers follow.
// lpcheck: expect consistency
// lpcheck: because prototype-mismatch
// lpcheck: because argument-mismatch
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// Immediate: an old caller enters the new body with garbage in the register of `strict`. All callers are in the set and
// on the stack during the call.
#include "kernel.h"

struct pkt { u32 len, type; };

#ifdef FIXED
static noinline int pkt_check(const struct pkt *p, bool strict)
{
	if (strict && p->type > 7)
		return -EINVAL;
	return p->len > 1500 ? -E2BIG : 0;
}
#else
static noinline int pkt_check(const struct pkt *p)
{
	return p->len > 1500 ? -E2BIG : 0;
}
#endif

int pkt_rx(const struct pkt *p)
{
#ifdef FIXED
	return pkt_check(p, true);
#else
	return pkt_check(p);
#endif
}
