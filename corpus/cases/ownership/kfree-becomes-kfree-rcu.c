// An unlinked object that RCU readers may still hold is freed after a grace period.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Later than before, by one invocation that has unlinked it itself; old readers and new ones only gain time.
#include "kernel.h"

struct rule { struct list_head node; struct rcu_head rcu; u32 prio; };
static DEFINE_SPINLOCK(rules_lock);

void rule_del(struct rule *r)
{
	spin_lock(&rules_lock);
	list_del_rcu(&r->node);
	spin_unlock(&rules_lock);
#ifdef FIXED
	kfree_rcu(r, rcu);
#else
	kfree(r);
#endif
}
