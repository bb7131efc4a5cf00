// A member of what RCU protects is read behind the section.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The object may be freed by then, in new code alone.
#include "kernel.h"

struct conf { int limit; };
struct ctx { struct conf __rcu *conf; };

int ctx_limit(struct ctx *c)
{
	struct conf *conf;
	int limit;

	rcu_read_lock();
	conf = rcu_dereference(c->conf);
#ifdef FIXED
	rcu_read_unlock();
	limit = conf->limit;
#else
	limit = conf->limit;
	rcu_read_unlock();
#endif
	return limit;
}
