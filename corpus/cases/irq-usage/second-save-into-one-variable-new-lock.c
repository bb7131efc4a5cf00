// A new section inside an old one saves into the same variable.
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
#endif
	q->m++;
#ifdef FIXED
	spin_unlock_irqrestore(&q->inner, flags);
#endif
	spin_unlock_irqrestore(&q->lock, flags);
}
