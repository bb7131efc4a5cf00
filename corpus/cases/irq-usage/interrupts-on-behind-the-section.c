// spin_lock_irqsave becomes spin_lock_irq in a function whose callers are not shown.
// lpcheck: expect refused
// lpcheck: because irq-usage
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// A caller that has closed interrupts finds them open behind the call, in new code alone.
#include "kernel.h"

struct stat { spinlock_t lock; int n; };

void stat_count(struct stat *s)
{
#ifdef FIXED
	spin_lock_irq(&s->lock);
	s->n++;
	spin_unlock_irq(&s->lock);
#else
	unsigned long flags;

	spin_lock_irqsave(&s->lock, flags);
	s->n++;
	spin_unlock_irqrestore(&s->lock, flags);
#endif
}
