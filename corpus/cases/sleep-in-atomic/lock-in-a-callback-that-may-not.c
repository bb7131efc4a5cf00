// A callback that is called for each packet newly waits for the work.
// lpcheck: expect undecided
// lpcheck: because may-sleep-now
// lpcheck: origin synthetic
// Packets are sent with bottom halves off: there nobody may sleep. Nothing in the file says so, so the answer is a gap.
#include "kernel.h"

struct net_device { void *data; };
struct net_device_ops { int (*ndo_start_xmit)(struct net_device *dev); };
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

static int dev_xmit(struct net_device *ndev)
{
	struct dev *d = ndev->data;

#ifdef FIXED
	cancel_work_sync(&d->rx);
#endif
	d->n = 0;
	return 0;
}

struct net_device_ops dev_ops = { .ndo_start_xmit = dev_xmit };
