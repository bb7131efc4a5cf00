// An index that is only moved under the lock is read plainly, and under the lock now.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Nobody moves it between the two uses; old readers are as they were.
#include "kernel.h"

struct ring { spinlock_t lock; u32 head; };

u32 ring_head(struct ring *r)
{
	u32 head;

#ifdef FIXED
	spin_lock(&r->lock);
	head = r->head;
	spin_unlock(&r->lock);
#else
	head = READ_ONCE(r->head);
#endif
	return head;
}

void ring_move(struct ring *r)
{
	spin_lock(&r->lock);
	r->head++;
	spin_unlock(&r->lock);
}
