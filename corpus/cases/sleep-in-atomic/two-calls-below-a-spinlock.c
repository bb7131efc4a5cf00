// A mutex is newly taken two calls below a function that holds a spinlock; another caller sleeps.
// lpcheck: expect refused
// lpcheck: because sleep-in-atomic
// lpcheck: origin synthetic
// The CPU schedules in atomic context as soon as the new version runs there.
#include "kernel.h"

struct obj { struct mutex m; spinlock_t lock; int n; };

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
	obj_step(o);
	obj_step(o);
}

void obj_more(struct obj *o)
{
	spin_lock(&o->lock);
	obj_step_two(o);
	spin_unlock(&o->lock);
}

void obj_slow(struct obj *o) { msleep(1); obj_step(o); }
