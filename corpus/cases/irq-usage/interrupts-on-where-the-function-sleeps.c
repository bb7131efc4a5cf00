// spin_lock_irqsave becomes spin_lock_irq in a function that has always slept.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Whoever may sleep has interrupts open: the same state behind the section.
#include "kernel.h"

struct stat { spinlock_t lock; int n; };

void stat_count(struct stat *s)
{
#ifndef FIXED
	unsigned long flags;
#endif

	msleep(1);
#ifdef FIXED
	spin_lock_irq(&s->lock);
	s->n++;
	spin_unlock_irq(&s->lock);
#else
	spin_lock_irqsave(&s->lock, flags);
	s->n++;
	spin_unlock_irqrestore(&s->lock, flags);
#endif
}
