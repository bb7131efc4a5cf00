// A part of the function becomes a static helper.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The helper is new and contains the same statements; same behaviour, and no old code can call it.
#include "kernel.h"

struct pkt { u32 len, type, sum; };

#ifdef FIXED
static bool pkt_sane(const struct pkt *p)
{
	return p->len >= 20 && p->len <= 1500 && p->type < 8;
}
#endif

int pkt_rx(struct pkt *p)
{
#ifdef FIXED
	if (!pkt_sane(p))
		return -EINVAL;
#else
	if (!(p->len >= 20 && p->len <= 1500 && p->type < 8))
		return -EINVAL;
#endif
	p->sum += p->len;
	return 0;
}
