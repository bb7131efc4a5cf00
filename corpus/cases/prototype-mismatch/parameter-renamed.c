// A parameter gets another name.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Names of parameters are not part of the calling convention; the body is the same.
#include "kernel.h"

struct pkt { u32 len, type; };

#ifdef FIXED
static noinline int pkt_check(const struct pkt *pkt, u32 max_len)
{
	return pkt->len > max_len ? -E2BIG : 0;
}
#else
static noinline int pkt_check(const struct pkt *p, u32 mtu)
{
	return p->len > mtu ? -E2BIG : 0;
}
#endif

int pkt_rx(const struct pkt *p)
{
	return pkt_check(p, 1500);
}
