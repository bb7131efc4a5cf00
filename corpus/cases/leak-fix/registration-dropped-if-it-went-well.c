// A registration of this call is taken back where all went well.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// The caller hears of success, and its exit function takes the registration back once more.
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
	if (!err)
		unregister_netdevice_notifier(&own);
#endif
	return err;
}
