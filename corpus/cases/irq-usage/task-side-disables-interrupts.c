// The handler has always taken the lock; the task side now disables interrupts around its section.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Same lock, same section, plus interrupts off: only deadlocks become impossible. An old holder can still be interrupted
// by the handler, which is the old bug.
#include "kernel.h"

static DEFINE_SPINLOCK(stat_lock);
static u32 events, shown;

static irqreturn_t stat_irq(int irq, void *dev)
{
	spin_lock(&stat_lock);
	events++;
	spin_unlock(&stat_lock);
	return IRQ_HANDLED;
}

u32 stat_show(void)
{
#ifdef FIXED
	unsigned long flags;

	spin_lock_irqsave(&stat_lock, flags);
	shown = events;
	spin_unlock_irqrestore(&stat_lock, flags);
#else
	spin_lock(&stat_lock);
	shown = events;
	spin_unlock(&stat_lock);
#endif
	return shown;
}

int stat_open(unsigned int irq) { return request_irq(irq, stat_irq, 0, "stat", &events); }
