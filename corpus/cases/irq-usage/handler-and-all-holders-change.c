// The handler newly takes the lock, and the only other holder disables interrupts now.
// lpcheck: expect consistency
// lpcheck: because irq-usage
// lpcheck: origin synthetic
// Immediate: the new handler interrupts an old holder and spins on its own CPU for ever. Per-task: on top of an old
// holder the handler runs in the holder's old universe and takes no lock; on another CPU it waits while holding nothing.
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
#ifdef FIXED
	spin_lock_irq(&stat_lock);
	shown = events;
	spin_unlock_irq(&stat_lock);
#else
	spin_lock(&stat_lock);
	shown = events;
	spin_unlock(&stat_lock);
#endif
	return shown;
}

int stat_open(unsigned int irq) { return request_irq(irq, stat_irq, 0, "stat", &events); }
