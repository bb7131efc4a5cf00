// A header field goes out in network byte order, and is read so.
// lpcheck: expect refused
// lpcheck: because outside-format
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Peers, and messages queued before the switch, use the other order; no kernel mechanism reaches the other end of the
// wire.
#include "kernel.h"

struct hdr { u16 type, len; };
int wire_send(const struct hdr *h);

int msg_send(u16 len)
{
#ifdef FIXED
	struct hdr h = { .type = 1, .len = htons(len) };
#else
	struct hdr h = { .type = 1, .len = len };
#endif
	return wire_send(&h);
}

u16 msg_len(const struct hdr *h)
{
#ifdef FIXED
	return ntohs(h->len);
#else
	return h->len;
#endif
}
