// The same leak closed where the object is still private.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Allocated in this invocation and seen by nobody else: freeing it on the error path changes no other code's world.
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
	if (copy_to_user(out, &l->id, sizeof(*out))) {
#ifdef FIXED
		kfree(l);
#endif
		return -EFAULT;
	}
	mutex_lock(&labels_lock);
	list_add(&l->node, &labels);
	mutex_unlock(&labels_lock);
	return 0;
}
