// A buffer is freed before free_irq waits for the handler that uses it.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: origin synthetic
// An interrupt in between writes to freed memory, in new code alone.
#include "kernel.h"

struct dev { u8 *buf; };

void dev_remove(struct dev *d)
{
#ifdef FIXED
	kfree(d->buf);
	free_irq(3, d);
#else
	free_irq(3, d);
	kfree(d->buf);
#endif
}
