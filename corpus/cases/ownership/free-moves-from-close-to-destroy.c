// The buffer is freed in destroy instead of close; both functions change.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: origin synthetic
// A channel closed by old code (buffer freed, pointer kept) and destroyed by new code is freed twice; the pair of calls is
// made by different tasks at different times.
#include "kernel.h"

struct chan { void *buf; bool open; };

void chan_close(struct chan *c)
{
	c->open = false;
#ifndef FIXED
	kfree(c->buf);
#endif
}

void chan_destroy(struct chan *c)
{
#ifdef FIXED
	kfree(c->buf);
#endif
	kfree(c);
}
