// A fresh object is made reachable before its member is set.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// Readers of both versions meet it half filled; new harm in new code alone.
#include "kernel.h"

struct conf { int limit; };
struct ctx { struct conf __rcu *conf; };

int ctx_set(struct ctx *c, int limit)
{
	struct conf *conf = kzalloc(sizeof(*conf), GFP_KERNEL);

	if (!conf)
		return -ENOMEM;
#ifdef FIXED
	rcu_assign_pointer(c->conf, conf);
	conf->limit = limit;
#else
	conf->limit = limit;
	rcu_assign_pointer(c->conf, conf);
#endif
	return 0;
}
