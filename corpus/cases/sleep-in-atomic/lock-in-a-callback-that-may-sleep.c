// The remove callback of a driver newly waits for its work before it frees.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Removal runs in a task and may sleep; the work takes no lock.
#include "kernel.h"

struct platform_device { void *data; };
struct platform_driver { int (*remove)(struct platform_device *pdev); };
struct dev { struct work_struct rx; u32 n; };

static void rx_fn(struct work_struct *work)
{
	struct dev *d = container_of(work, struct dev, rx);

	d->n++;
}

void dev_start(struct dev *d)
{
	INIT_WORK(&d->rx, rx_fn);
	schedule_work(&d->rx);
}

static int dev_remove(struct platform_device *pdev)
{
	struct dev *d = pdev->data;

#ifdef FIXED
	cancel_work_sync(&d->rx);
#endif
	kfree(d);
	return 0;
}

struct platform_driver dev_driver = { .remove = dev_remove };
