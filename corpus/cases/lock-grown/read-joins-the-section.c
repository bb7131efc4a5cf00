// A read that ran in front of the section moves into it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Same lock, larger section, no call inside; the value is at least as fresh as before.
#include "kernel.h"

static DEFINE_SPINLOCK(lock);
static u32 head, size = 16;

u32 ring_next(void)
{
	u32 slot;

#ifdef FIXED
	spin_lock(&lock);
	slot = head;
#else
	slot = head;
	spin_lock(&lock);
#endif
	head = (slot + 1) % size;
	spin_unlock(&lock);
	return slot;
}
