// The callee newly frees the buffer on error; one of its callers still does so as well.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// New callee, unchanged caller: the buffer is freed twice in a run of only the new code.
#include "kernel.h"

struct skb { u32 len; };
struct sock { u32 room; struct skb *head; };

static noinline int sock_attach(struct sock *sk, struct skb *skb)
{
	if (skb->len > sk->room) {
#ifdef FIXED
		kfree(skb);
#endif
		return -ENOSPC;
	}
	sk->head = skb;
	return 0;
}

int sock_send(struct sock *sk, struct skb *skb)
{
	int err = sock_attach(sk, skb);

	if (err)
		kfree(skb);
	return err;
}
