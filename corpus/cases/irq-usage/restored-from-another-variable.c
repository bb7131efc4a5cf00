// The outer section is left with the state that the inner one saved: interrupts stay off.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct q { spinlock_t lock; spinlock_t inner; int n, m; };

void q_add(struct q *q)
{
	unsigned long flags, more;

	spin_lock_irqsave(&q->lock, flags);
	q->n++;
	spin_lock_irqsave(&q->inner, more);
	q->m++;
#ifdef FIXED
	spin_unlock_irqrestore(&q->inner, flags);
	spin_unlock_irqrestore(&q->lock, more);
#else
	spin_unlock_irqrestore(&q->inner, more);
	spin_unlock_irqrestore(&q->lock, flags);
#endif
}
