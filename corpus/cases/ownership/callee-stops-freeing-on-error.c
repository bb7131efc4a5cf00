// On error the static callee no longer frees the buffer; its only caller does.
// lpcheck: expect consistency
// lpcheck: because ownership
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// Immediate: old callee and new caller free twice, new callee and old caller leak. One synchronous chain: per-task.
#include "kernel.h"

struct skb { u32 len; };
struct sock { u32 room; struct skb *head; };

static noinline int sock_attach(struct sock *sk, struct skb *skb)
{
	if (skb->len > sk->room) {
#ifndef FIXED
		kfree(skb);
#endif
		return -ENOSPC;
	}
	sk->head = skb;
	return 0;
}

int sock_send(struct sock *sk, u32 len)
{
	struct skb *skb = kzalloc(sizeof(*skb), GFP_KERNEL);
	int err;

	if (!skb)
		return -ENOMEM;
	skb->len = len;
	err = sock_attach(sk, skb);
#ifdef FIXED
	if (err)
		kfree(skb);
#endif
	return err;
}
