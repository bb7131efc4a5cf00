// The check that needs no buffer runs before the buffer is allocated.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Same errors, same net effect: nothing is allocated on the -ENOSPC exit, where the old code freed what it had.
#include "kernel.h"

struct skb { u32 len; };
struct sock { u32 room; struct skb *head; };

int sock_send(struct sock *sk, u32 len)
{
	struct skb *skb;

#ifdef FIXED
	if (len > sk->room)
		return -ENOSPC;
#endif
	skb = kzalloc(sizeof(*skb), GFP_KERNEL);
	if (!skb)
		return -ENOMEM;
#ifndef FIXED
	if (len > sk->room) {
		kfree(skb);
		return -ENOSPC;
	}
#endif
	skb->len = len;
	sk->head = skb;
	return 0;
}
