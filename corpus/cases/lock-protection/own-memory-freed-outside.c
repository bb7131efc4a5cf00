// Memory of this invocation is freed before the lock instead of under it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Nobody else ever saw it.
#include "kernel.h"

static DEFINE_MUTEX(lists_lock);
static u32 total;

int total_add(u32 n)
{
	u32 *copy = kmalloc(sizeof(*copy), GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	*copy = n;
#ifdef FIXED
	kfree(copy);
	mutex_lock(&lists_lock);
#else
	mutex_lock(&lists_lock);
	kfree(copy);
#endif
	total += n;
	mutex_unlock(&lists_lock);
	return 0;
}
