// The callee now takes the full header off; the caller newly turns away packets that do not have it.
// lpcheck: expect consistency
// lpcheck: because stack-mismatch
// lpcheck: origin net/sched/act_ife.c
// Immediate: a packet that old caller did not test loses bytes it never had. One chain, both in the set.
#include "kernel.h"

struct packet { u8 *data; u32 len; u32 type; u32 header; };

static noinline void packet_decode(struct packet *p)
{
#ifdef FIXED
	p->data += 14;
#else
	p->data += p->header;
#endif
}

int packet_act(struct packet *p)
{
#ifdef FIXED
	if (p->type != 1)
		return -EINVAL;
#endif
	if (!p->len)
		return -EINVAL;
	packet_decode(p);
	return 0;
}
