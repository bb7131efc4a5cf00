// The memory is freed at once, behind a wait for its readers.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct conf { struct rcu_head rcu; int n; };
struct ctx { struct conf __rcu *conf; struct mutex lock; };

void ctx_clear(struct ctx *c)
{
	struct conf *conf;

	mutex_lock(&c->lock);
	conf = c->conf;
	RCU_INIT_POINTER(c->conf, NULL);
	mutex_unlock(&c->lock);
#ifdef FIXED
	synchronize_rcu();
	kfree(conf);
#else
	kfree_rcu(conf, rcu);
#endif
}
