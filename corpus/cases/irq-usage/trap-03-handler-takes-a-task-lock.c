// Trap 3: an interrupt handler takes a lock which unchanged code holds with interrupts on.
// lpcheck: expect refused
// lpcheck: because irq-usage
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for irq-usage-unproved
// The interrupt arrives on the CPU of a holder in stat_show and the new handler spins on it for ever: new code alone does
// it, so no mechanism helps. The holder would have to disable interrupts.
#include "kernel.h"

static DEFINE_SPINLOCK(stat_lock);
static u32 events, shown;

static irqreturn_t stat_irq(int irq, void *dev)
{
#ifdef FIXED
	spin_lock(&stat_lock);
	events++;
	spin_unlock(&stat_lock);
#else
	events++;
#endif
	return IRQ_HANDLED;
}

u32 stat_show(void)
{
	spin_lock(&stat_lock);
	shown = events;
	spin_unlock(&stat_lock);
	return shown;
}

int stat_open(unsigned int irq) { return request_irq(irq, stat_irq, 0, "stat", &events); }
