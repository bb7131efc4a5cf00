// kfree_rcu becomes kfree.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: because ownership
// lpcheck: origin synthetic
// A reader that has the pointer reads freed memory, in new code alone.
#include "kernel.h"

struct conf { struct rcu_head rcu; int limit; };
struct ctx { struct conf *conf; };

void ctx_clear(struct ctx *c)
{
	struct conf *conf = c->conf;

	RCU_INIT_POINTER(c->conf, NULL);
#ifdef FIXED
	kfree(conf);
#else
	kfree_rcu(conf, rcu);
#endif
}
