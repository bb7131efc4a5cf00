// A new check leaves through the label that other errors use.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// What the invocation took (memory and lock) is given back by the label's code, in the old order.
#include "kernel.h"

static DEFINE_MUTEX(lock);
static u32 used;

int slot_take(u32 n)
{
	int err = -EINVAL;
	u32 *copy = kmalloc(sizeof(*copy), GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	mutex_lock(&lock);
	if (n > 64)
		goto out;
#ifdef FIXED
	if (used > 64 - n)
		goto out;
#endif
	*copy = n;
	used += *copy;
	err = 0;
out:
	mutex_unlock(&lock);
	kfree(copy);
	return err;
}
