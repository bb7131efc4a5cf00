// The fix calls a helper whose definition is not part of the diff.
// lpcheck: expect refused
// lpcheck: because does-not-compile
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// gnu11 rejects the implicit declaration: no object file, no patch, and what the helper does is unknown.
#include "kernel.h"

struct port { u32 mtu; };
struct port *port_find(int index);

int port_set_mtu(int index, u32 mtu)
{
	struct port *port = port_find(index);

	if (!port)
		return -ENODEV;
#ifdef FIXED
	if (!port_mtu_valid(port, mtu))
		return -EINVAL;
#endif
	port->mtu = mtu;
	return 0;
}
