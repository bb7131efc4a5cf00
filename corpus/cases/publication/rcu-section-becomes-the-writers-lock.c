// A read section is replaced by the writers' lock, which the function takes itself.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Whoever frees the parameters has taken them away under that lock.
#include "kernel.h"

struct parms { int nkeys; };
struct action { spinlock_t lock; struct parms __rcu *parms; };

int action_nkeys(struct action *a)
{
	struct parms *p;
	int n;

#ifdef FIXED
	spin_lock(&a->lock);
	p = rcu_dereference_protected(a->parms, 1);
	n = p->nkeys;
	spin_unlock(&a->lock);
#else
	rcu_read_lock();
	p = rcu_dereference(a->parms);
	n = p->nkeys;
	rcu_read_unlock();
#endif
	return n;
}
