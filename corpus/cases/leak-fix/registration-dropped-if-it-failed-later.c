// A registration of this call is taken back where a later step failed.
// lpcheck: expect immediate
// lpcheck: origin drivers/video/fbdev/uvesafb.c (uvesafb_init), reduced
// The returned variable is not zero on this way, and says failure.
#include "kernel.h"

struct nb { int prio; };
static struct nb own;
int register_netdevice_notifier(struct nb *nb);
int unregister_netdevice_notifier(struct nb *nb);
int probe_hardware(int which);

int thing_init(int which)
{
	int err = register_netdevice_notifier(&own);

	if (err)
		return err;
	err = probe_hardware(which);
#ifdef FIXED
	if (err)
		unregister_netdevice_notifier(&own);
#endif
	return err;
}
