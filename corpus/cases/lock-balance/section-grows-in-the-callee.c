// The callee keeps the mutex and only takes it earlier, around one more store to the same object.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// A superset of the old section under the same lock; no caller holds it, no other lock is taken inside, and both exits
// release it.
#include "kernel.h"

static DEFINE_MUTEX(dev_mutex);
static LIST_HEAD(devs);
struct dev { struct list_head node; u32 id; };

static noinline void dev_link(struct dev *d, u32 id)
{
#ifdef FIXED
	mutex_lock(&dev_mutex);
	d->id = id;
#else
	d->id = id;
	mutex_lock(&dev_mutex);
#endif
	list_add(&d->node, &devs);
	mutex_unlock(&dev_mutex);
}

void dev_register(struct dev *d, u32 id)
{
	dev_link(d, id);
}
