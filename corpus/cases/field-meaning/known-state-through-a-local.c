// A state that old code stores too is chosen in a local.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Every version's readers know state 2; which of two known states an object enters is local to this call.
#include "kernel.h"

struct chan { int state; };

void chan_stop(struct chan *c)
{
#ifdef FIXED
	int state = 2;
#else
	int state = 1;
#endif

	c->state = state;
}

void chan_fail(struct chan *c)
{
	c->state = 2;
}

bool chan_failed(struct chan *c)
{
	return c->state == 2;
}
