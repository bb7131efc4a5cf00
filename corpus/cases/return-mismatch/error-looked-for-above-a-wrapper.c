// A new guard returns -EAGAIN; a wrapper passes it on to a caller that answers -EAGAIN by trying again.
// lpcheck: expect refused
// lpcheck: because return-mismatch
// lpcheck: because guard-on-release
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The caller, unchanged, spins for as long as the port is off.
#include "kernel.h"

struct port { bool off; u32 n; };

static noinline int port_put(struct port *p, u32 v)
{
	if (v > 64)
		return -EAGAIN;
#ifdef FIXED
	if (p->off)
		return -EAGAIN;
#endif
	p->n += v;
	return 0;
}

static noinline int port_put_two(struct port *p, u32 v)
{
	int err = port_put(p, v);

	return err;
}

int port_send(struct port *p)
{
	int err;

	do {
		err = port_put_two(p, 2);
	} while (err == -EAGAIN);
	return err;
}
