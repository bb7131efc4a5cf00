// The variant with the parameter is a new function under a new name, and the only caller moves to it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Old code cannot enter the new function and new code does not enter the old one: no cross pair exists. On its own, the
// caller rejects one more type with an error it already returns.
#include "kernel.h"

struct pkt { u32 len, type; };

#ifdef FIXED
static noinline int pkt_check_strict(const struct pkt *p, u32 max_type)
{
	if (p->type > max_type)
		return -E2BIG;
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
	return pkt_check_strict(p, 7);
#else
	return pkt_check(p);
#endif
}
