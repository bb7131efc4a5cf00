// An error return becomes a jump to the label that unlinks what this call has linked.
// lpcheck: expect immediate
// lpcheck: origin drivers/media/pci/saa7164/saa7164-core.c (saa7164_dev_setup), reduced
// Both versions refuse the device; the entry and the count are those of this call.
#include "kernel.h"

struct dev { struct list_head node; int bars; void *regs; };
static LIST_HEAD(devs);
static DEFINE_MUTEX(devs_lock);
static int devcount;
int dev_map(struct dev *d);

int dev_setup(struct dev *d)
{
	devcount++;
	mutex_lock(&devs_lock);
	list_add_tail(&d->node, &devs);
	mutex_unlock(&devs_lock);
	if (d->bars < 2) {
#ifdef FIXED
		goto err_list;
#else
		devcount--;
		return -ENODEV;
#endif
	}
	if (dev_map(d) < 0)
		goto err_list;
	return 0;

err_list:
	mutex_lock(&devs_lock);
	list_del(&d->node);
	mutex_unlock(&devs_lock);
	devcount--;
	return -ENODEV;
}
