// The mutex moves from the static callee into its two callers.
// lpcheck: expect consistency
// lpcheck: because lock-balance
// lpcheck: because stack-mismatch
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// Immediate: new caller and old callee lock the mutex twice (self-deadlock), old caller and new callee edit the list
// unlocked. Each chain of either version holds the same mutex around the list, and a chain is one task: per-task.
#include "kernel.h"

static DEFINE_MUTEX(dev_mutex);
static LIST_HEAD(devs);
struct dev { struct list_head node; u32 id; };

static noinline void dev_link(struct dev *d)
{
#ifndef FIXED
	mutex_lock(&dev_mutex);
#endif
	list_add(&d->node, &devs);
#ifndef FIXED
	mutex_unlock(&dev_mutex);
#endif
}

void dev_register(struct dev *d, u32 id)
{
#ifdef FIXED
	mutex_lock(&dev_mutex);
#endif
	d->id = id;
	dev_link(d);
#ifdef FIXED
	mutex_unlock(&dev_mutex);
#endif
}
