// The function already sets up the lock of the object; it now sets up its list as well.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct obj { spinlock_t lock; struct list_head all; int n; };

void obj_init(struct obj *o)
{
	spin_lock_init(&o->lock);
#ifdef FIXED
	INIT_LIST_HEAD(&o->all);
#endif
	o->n = 0;
}
