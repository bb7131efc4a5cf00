// The writer keeps the spinlock and takes the mutex, which readers use, around it in addition.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for may-sleep-now
// In every mixture the list is edited under the spinlock; the mutex only adds exclusion, in one order, mutex before
// spinlock. (The step that later drops the spinlock is another fix, on top of this one.)
#include "kernel.h"

static DEFINE_SPINLOCK(list_lock);
static DEFINE_MUTEX(list_mutex);
static LIST_HEAD(items);
struct item { struct list_head node; };

void item_add(struct item *it)
{
#ifdef FIXED
	mutex_lock(&list_mutex);
#endif
	spin_lock(&list_lock);
	list_add(&it->node, &items);
	spin_unlock(&list_lock);
#ifdef FIXED
	mutex_unlock(&list_mutex);
#endif
}

bool item_any(void)
{
	bool any;

	mutex_lock(&list_mutex);
	any = !list_empty(&items);
	mutex_unlock(&list_mutex);
	return any;
}
