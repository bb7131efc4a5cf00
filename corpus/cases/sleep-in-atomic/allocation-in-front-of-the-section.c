// The allocation, which slept inside the section, moves in front of it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The copy is private until it is swapped in under the lock; only the sleep in atomic context goes away.
#include "kernel.h"

static DEFINE_SPINLOCK(name_lock);
static char *name;

int name_set(const char *s)
{
	char *copy;

#ifdef FIXED
	copy = kstrdup(s, GFP_KERNEL);
	spin_lock(&name_lock);
#else
	spin_lock(&name_lock);
	copy = kstrdup(s, GFP_KERNEL);
#endif
	if (!copy) {
		spin_unlock(&name_lock);
		return -ENOMEM;
	}
	swap(name, copy);
	spin_unlock(&name_lock);
	kfree(copy);
	return 0;
}
