// A pointer that readers follow without a lock is stored without its barrier.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: because barrier-added
// lpcheck: origin synthetic
// A reader may see the pointer before the fields behind it. The reverse is rcu-assign-instead-of-plain-store.
#include "kernel.h"

struct conf { u32 limit; };
struct dev { struct conf __rcu *conf; };

int dev_set_limit(struct dev *d, u32 limit)
{
	struct conf *c = kmalloc(sizeof(*c), GFP_KERNEL);

	if (!c)
		return -ENOMEM;
	c->limit = limit;
#ifdef FIXED
	d->conf = c;
#else
	rcu_assign_pointer(d->conf, c);
#endif
	return 0;
}
