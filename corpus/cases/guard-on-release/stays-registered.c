// A new way out skips an unregistration; who registers is not shown.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
#include "kernel.h"

struct notifier_block;
struct dev { struct notifier_block *nb; int users; };
int unregister_netdevice_notifier(struct notifier_block *nb);

int dev_quiet(struct dev *d)
{
#ifdef FIXED
	if (d->users > 3)
		return -EINVAL;
#endif
	unregister_netdevice_notifier(d->nb);
	return 0;
}
