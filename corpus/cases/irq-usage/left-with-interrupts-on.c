// The section is left with interrupts on, whatever they were.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct q { spinlock_t lock; int n, m; };

void q_add(struct q *q)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	q->n++;
#ifdef FIXED
	spin_unlock_irq(&q->lock);
#else
	spin_unlock_irqrestore(&q->lock, flags);
#endif
}
