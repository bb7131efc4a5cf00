// kfree_rcu becomes call_rcu with a new callback function.
// lpcheck: expect immediate
// lpcheck: condition pin-module
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: refused for guard-on-release, undischarged
// Any mix frees each object once, after a grace period. But the callback lies in the patch module and is called later:
// the module must not go away.
#include "kernel.h"

struct rule { struct rcu_head rcu; u32 *counters; u32 prio; };

#ifdef FIXED
static void rule_free_rcu(struct rcu_head *head)
{
	struct rule *r = container_of(head, struct rule, rcu);

	kfree(r);
}
#endif

void rule_free(struct rule *r)
{
#ifdef FIXED
	call_rcu(&r->rcu, rule_free_rcu);
#else
	kfree_rcu(r, rcu);
#endif
}
