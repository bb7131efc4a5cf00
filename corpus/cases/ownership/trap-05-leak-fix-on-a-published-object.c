// Trap 5: the error path newly frees an object that is in the list already, while an old invocation may sleep with it.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: because publication
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for unproved-balance
// Walkers, and an old invocation that found the object in the list and sleeps in copy_to_user, go on with freed memory.
// Old code never frees here; the new code does harm in every mechanism.
#include "kernel.h"

static DEFINE_MUTEX(labels_lock);
static LIST_HEAD(labels);
struct label { struct list_head node; u32 id; };

int label_new(u32 id, u32 __user *out)
{
	struct label *l = kzalloc(sizeof(*l), GFP_KERNEL);

	if (!l)
		return -ENOMEM;
	l->id = id;
	mutex_lock(&labels_lock);
	list_add(&l->node, &labels);
	mutex_unlock(&labels_lock);
	if (copy_to_user(out, &l->id, sizeof(*out))) {
#ifdef FIXED
		kfree(l);
#endif
		return -EFAULT;
	}
	return 0;
}
