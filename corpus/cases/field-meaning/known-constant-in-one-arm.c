// One arm of a condition stores another state that old code stores too.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Both states are known to the readers of both versions.
#include "kernel.h"

struct lamp { int state; };

void lamp_set(struct lamp *l, bool on)
{
#ifdef FIXED
	l->state = on ? 1 : 3;
#else
	l->state = on ? 1 : 2;
#endif
}

void lamp_break(struct lamp *l)
{
	l->state = 3;
}

bool lamp_is_broken(struct lamp *l)
{
	return l->state == 3;
}
