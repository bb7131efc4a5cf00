// A pointer is tested for NULL before it is used.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Where the old function crashed the new one returns its known error; elsewhere nothing changes.
#include "kernel.h"

struct port { u32 mtu; };
struct port *port_find(int index);

int port_mtu(int index)
{
	struct port *port = port_find(index);

	if (index < 0)
		return -ENODEV;
#ifdef FIXED
	if (!port)
		return -ENODEV;
#endif
	return (int)port->mtu;
}
