// A setter is handed another state, which unchanged code tells apart from all that were there before.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
// The store stands in the setter, which does not change; the call says what is stored.
#include "kernel.h"

struct engine { int state; };

static noinline void engine_set(struct engine *e, int state)
{
	e->state = state;
}

int engine_runs(struct engine *e)
{
	return e->state == 2;
}

int engine_start(struct engine *e, int speed)
{
	if (speed < 0)
		return -EINVAL;
#ifdef FIXED
	engine_set(e, 3);
#else
	engine_set(e, 2);
#endif
	return 0;
}
