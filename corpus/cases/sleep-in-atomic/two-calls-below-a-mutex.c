// A mutex is newly taken two calls below a function that holds another mutex and sleeps.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The section grows below a lock under which sleeping is allowed, and no other code takes the two in the other order.
#include "kernel.h"

struct obj { struct mutex m; struct mutex outer; int n; };

static noinline void obj_step(struct obj *o)
{
#ifdef FIXED
	mutex_lock(&o->m);
#endif
	o->n++;
#ifdef FIXED
	mutex_unlock(&o->m);
#endif
}

static noinline void obj_step_two(struct obj *o)
{
	msleep(1);
	obj_step(o);
}

void obj_more(struct obj *o)
{
	mutex_lock(&o->outer);
	obj_step_two(o);
	mutex_unlock(&o->outer);
}
