// A read section is replaced by the claim that the caller holds the writers' lock.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: because publication
// lpcheck: origin include/net/tc_act/tc_pedit.h (tcf_pedit_nkeys), reduced
// Callers that do not change never had to hold it: the parameters are freed while the new version reads them.
#include "kernel.h"

struct parms { int nkeys; };
struct action { spinlock_t lock; struct parms __rcu *parms; };

int action_nkeys(struct action *a)
{
	struct parms *p;
	int n;

#ifdef FIXED
	p = rcu_dereference_protected(a->parms, 1);
	n = p->nkeys;
#else
	rcu_read_lock();
	p = rcu_dereference(a->parms);
	n = p->nkeys;
	rcu_read_unlock();
#endif
	return n;
}
