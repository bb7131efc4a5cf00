// Both writers of a list take the mutex instead of the spinlock.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// An old task edits the list under the spinlock while a new one edits it under the mutex: lost entries, use after free.
// Two tasks in two universes are just what per-task permits.
#include "kernel.h"

static DEFINE_SPINLOCK(list_lock);
static DEFINE_MUTEX(list_mutex);
static LIST_HEAD(items);
struct item { struct list_head node; };

void item_add(struct item *it)
{
#ifdef FIXED
	mutex_lock(&list_mutex);
	list_add(&it->node, &items);
	mutex_unlock(&list_mutex);
#else
	spin_lock(&list_lock);
	list_add(&it->node, &items);
	spin_unlock(&list_lock);
#endif
}

void item_del(struct item *it)
{
#ifdef FIXED
	mutex_lock(&list_mutex);
	list_del(&it->node);
	mutex_unlock(&list_mutex);
#else
	spin_lock(&list_lock);
	list_del(&it->node);
	spin_unlock(&list_lock);
#endif
}
