// A new string literal is stored in an object that lives on.
// lpcheck: expect immediate
// lpcheck: condition pin-module
// lpcheck: origin synthetic
// lpcheck: known-wrong the condition is not given
// Readers only print it, so either text is fine. The literal lies in the patch module's rodata, and the pointer stays.
#include "kernel.h"

struct chan { const char *state; };

void chan_fail(struct chan *c, int err)
{
#ifdef FIXED
	c->state = err == -ENOMEM ? "no memory" : "failed";
#else
	c->state = "failed";
#endif
}
