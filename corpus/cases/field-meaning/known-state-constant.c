// A state that old code stores as well is stored in one more place.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The twin: unchanged code meets a value that it always met, on an object of the same invocation.
#include "kernel.h"

struct conn { u32 state; };
void conn_drop(struct conn *c);
void conn_send(struct conn *c);

void conn_stop(struct conn *c)
{
	c->state = 2;
}

void conn_pause(struct conn *c, bool hard)
{
#ifdef FIXED
	if (hard)
		c->state = 2;
#endif
	pr_debug("paused\n");
}

void conn_run(struct conn *c)
{
	if (c->state == 2)
		conn_send(c);
}
