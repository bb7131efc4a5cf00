// A message is added before request_irq.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Function, data and cookie are the same.
#include "kernel.h"

struct dev { u8 *buf; int n; };
irqreturn_t dev_irq(int irq, void *data);

int dev_probe(struct dev *d, const char *name)
{
	int err;

#ifdef FIXED
	pr_debug("probe %s\n", name);
#endif
	err = request_irq(3, dev_irq, 0, name, d);
	return err;
}
