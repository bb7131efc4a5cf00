// A request record is filled from a packet that is now measured first.
// lpcheck: expect immediate
// lpcheck: origin kernel
// The record means what it always meant; only where its value is loaded from is checked.
#include "kernel.h"

struct req { u8 id, dir; };
struct pkt { u8 num, codec[4]; };
int req_send(const struct req *req, size_t n);
const struct pkt *pkt_data(void *skb);

int req_from(void *skb)
{
	struct req req = { 0, 1 };
#ifdef FIXED
	const struct pkt *pkt = pkt_data(skb);

	if (!pkt)
		return -EINVAL;
#else
	const struct pkt *pkt = pkt_data(skb);
#endif

	req.id = pkt->codec[0];
	return req_send(&req, sizeof(req));
}
