// Under a spinlock, a callee of another file is handed GFP_KERNEL instead of GFP_ATOMIC.
// lpcheck: expect refused
// lpcheck: because sleep-in-atomic
// lpcheck: origin mutation harness, class allocation-may-sleep
// The flag is a permission to sleep, and the callee allocates with it: the new code sleeps with the lock held.
#include "kernel.h"

struct tracker { u32 id; };
static DEFINE_RWLOCK(pnet_lock);
int hold_tracked(struct tracker *t, gfp_t gfp);

int pnet_add(struct tracker *t)
{
	int err;

	write_lock(&pnet_lock);
#ifdef FIXED
	err = hold_tracked(t, GFP_KERNEL);
#else
	err = hold_tracked(t, GFP_ATOMIC);
#endif
	write_unlock(&pnet_lock);
	return err;
}
