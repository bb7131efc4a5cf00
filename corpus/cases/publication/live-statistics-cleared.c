// A record that others count in, and whose sums they compare, is cleared in passing.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct stat { int in, out; };
struct obj { struct stat s; int n; };

int obj_idle(struct obj *o)
{
	return o->s.in == o->s.out;
}

void obj_begin(struct obj *o)
{
	o->s.in++;
}

void obj_end(struct obj *o)
{
	o->s.out++;
}

void obj_reset(struct obj *o)
{
#ifdef FIXED
	memset(&o->s, 0, sizeof(o->s));
#endif
	o->n = 0;
}
