// A walk over an RCU list gets its read-side section.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// A read-side section waits for nobody; it only keeps entries alive during the walk.
#include "kernel.h"

struct hook { struct list_head node; u32 id; };
static LIST_HEAD(hooks);

bool hook_known(u32 id)
{
	struct hook *h;
	bool known = false;

#ifdef FIXED
	rcu_read_lock();
#endif
	list_for_each_entry_rcu(h, &hooks, node)
		known |= h->id == id;
#ifdef FIXED
	rcu_read_unlock();
#endif
	return known;
}
