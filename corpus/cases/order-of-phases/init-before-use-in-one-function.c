// Inside probe, the field is set before the device is enabled, not after.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Within one invocation, before anybody can open the device; later phases find the same state as before.
#include "kernel.h"

struct hw { u32 irq_mask; void __iomem *regs; };
static struct hw *the_hw;

int hw_probe(struct hw *hw, void __iomem *regs)
{
	hw->regs = regs;
#ifdef FIXED
	hw->irq_mask = 0xff;
	writel(1, hw->regs);
#else
	writel(1, hw->regs);
	hw->irq_mask = 0xff;
#endif
	smp_store_release(&the_hw, hw);
	return 0;
}
