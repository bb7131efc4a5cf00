// An allocation under a spinlock changes from GFP_KERNEL to GFP_ATOMIC.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// It may fail more often, with the error it already returns, and no longer sleeps.
#include "kernel.h"

static DEFINE_SPINLOCK(log_lock);
static LIST_HEAD(log);
struct entry { struct list_head node; u32 value; };

int log_add(u32 value)
{
	struct entry *e;

	spin_lock(&log_lock);
#ifdef FIXED
	e = kmalloc(sizeof(*e), GFP_ATOMIC);
#else
	e = kmalloc(sizeof(*e), GFP_KERNEL);
#endif
	if (!e) {
		spin_unlock(&log_lock);
		return -ENOMEM;
	}
	e->value = value;
	list_add(&e->node, &log);
	spin_unlock(&log_lock);
	return 0;
}
