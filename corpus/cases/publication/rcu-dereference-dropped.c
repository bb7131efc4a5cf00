// A pointer that is published by RCU is read plainly inside the section.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The compiler may load it twice and meet two objects, and nothing orders the load of what it points to.
#include "kernel.h"

struct conf { int limit; };
struct ctx { struct conf __rcu *conf; };

int ctx_limit(struct ctx *c)
{
	struct conf *conf;
	int limit;

	rcu_read_lock();
#ifdef FIXED
	conf = c->conf;
#else
	conf = rcu_dereference(c->conf);
#endif
	limit = conf->limit;
	rcu_read_unlock();
	return limit;
}
