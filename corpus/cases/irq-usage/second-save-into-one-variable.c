// A second irqsave into the variable of the first: interrupts stay off behind the outer section.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct q { spinlock_t lock; spinlock_t inner; int n, m; };

void q_add(struct q *q)
{
	unsigned long flags;

	spin_lock_irqsave(&q->lock, flags);
	q->n++;
#ifdef FIXED
	spin_lock_irqsave(&q->inner, flags);
#else
	spin_lock(&q->inner);
#endif
	q->m++;
#ifdef FIXED
	spin_unlock_irqrestore(&q->inner, flags);
#else
	spin_unlock(&q->inner);
#endif
	spin_unlock_irqrestore(&q->lock, flags);
}
