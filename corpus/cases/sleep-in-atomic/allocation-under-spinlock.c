// The fix allocates with GFP_KERNEL inside a spinlock section.
// lpcheck: expect refused
// lpcheck: because sleep-in-atomic
// lpcheck: origin synthetic
// The new code sleeps with a spinlock held: the next taker on that CPU spins for ever. Old code never sleeps there.
#include "kernel.h"

static DEFINE_SPINLOCK(name_lock);
static char *name;

int name_set(const char *s)
{
	char *copy;

#ifdef FIXED
	spin_lock(&name_lock);
	copy = kstrdup(s, GFP_KERNEL);
#else
	copy = kstrdup(s, GFP_KERNEL);
	spin_lock(&name_lock);
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
