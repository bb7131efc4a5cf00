// An index taken from the guest is bounded.
// lpcheck: expect immediate
// lpcheck: origin CVE-2017-1000252 KVM: VMX: Do not BUG() on out-of-bounds guest IRQ
// The guest's bad value gave a BUG; now the call ends with -EINVAL as it does for other bad values, before any effect.
#include "kernel.h"

struct route { u32 vector, dest; };
static struct route routes[16];
int hw_update(u32 vector, u32 dest);

int route_update(u32 irq, bool set)
{
	if (!set)
		return -EINVAL;
#ifdef FIXED
	if (irq >= ARRAY_SIZE(routes))
		return -EINVAL;
#else
	BUG_ON(irq >= ARRAY_SIZE(routes));
#endif
	return hw_update(routes[irq].vector, routes[irq].dest);
}
