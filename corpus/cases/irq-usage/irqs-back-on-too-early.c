// irqsave becomes plain spin_lock in a function whose lock the interrupt handler takes.
// lpcheck: expect refused
// lpcheck: because irq-usage
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for lock-mode-weakened
// New code holds the lock with interrupts on; the unchanged handler interrupts it and spins for ever. The fix brings this
// deadlock by itself.
#include "kernel.h"

static DEFINE_SPINLOCK(stat_lock);
static u32 events;

static irqreturn_t stat_irq(int irq, void *dev)
{
	spin_lock(&stat_lock);
	events++;
	spin_unlock(&stat_lock);
	return IRQ_HANDLED;
}

void stat_reset(void)
{
#ifdef FIXED
	spin_lock(&stat_lock);
	events = 0;
	spin_unlock(&stat_lock);
#else
	unsigned long flags;

	spin_lock_irqsave(&stat_lock, flags);
	events = 0;
	spin_unlock_irqrestore(&stat_lock, flags);
#endif
}

int stat_open(unsigned int irq) { return request_irq(irq, stat_irq, 0, "stat", &events); }
