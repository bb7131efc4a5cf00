// The caller newly tests its length argument; the callee, which is handed the packet alone, marks it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// What the caller tests does not reach the callee, and the mark is read by nobody.
#include "kernel.h"

struct packet { u8 *data; u32 len; u32 stamp; };

static noinline void packet_mark(struct packet *p)
{
#ifdef FIXED
	p->stamp = 1;
#endif
	p->len = 0;
}

int packet_act(struct packet *p, u32 want)
{
	if (!p)
		return -EINVAL;
#ifdef FIXED
	if (want > 64)
		return -EINVAL;
#endif
	packet_mark(p);
	return 0;
}
