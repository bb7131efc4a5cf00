// What is freed before the handler is unregistered is not what the handler is given.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct dev { int n; };

void dev_remove(struct dev *d, char *name)
{
#ifdef FIXED
	kfree(name);
	free_irq(3, d);
#else
	free_irq(3, d);
	kfree(name);
#endif
}
