// The inner section saves into a variable of its own.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct q { spinlock_t lock; spinlock_t inner; int n, m; };

void q_add(struct q *q)
{
	unsigned long flags, more;

	spin_lock_irqsave(&q->lock, flags);
	q->n++;
#ifdef FIXED
	spin_lock_irqsave(&q->inner, more);
#else
	spin_lock(&q->inner);
#endif
	q->m++;
#ifdef FIXED
	spin_unlock_irqrestore(&q->inner, more);
#else
	spin_unlock(&q->inner);
#endif
	spin_unlock_irqrestore(&q->lock, flags);
}
