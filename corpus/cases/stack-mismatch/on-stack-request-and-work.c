// Caller and work item exchange a request on the caller's stack, whose `done` field changes from 1 to 0.
// lpcheck: expect refused
// lpcheck: because stack-mismatch
// lpcheck: because field-meaning
// lpcheck: because ownership
// lpcheck: because wait-wake
// lpcheck: origin synthetic
// The work runs in a kworker of either universe while the caller waits: the object is on a stack, but the two are not one
// task. New work and old caller: the caller takes 0 for "not done" and returns an error for work that was done.
#include "kernel.h"

struct req { struct work_struct work; int state; u32 value; };

static void req_fn(struct work_struct *work)
{
	struct req *r = container_of(work, struct req, work);

	r->value *= 2;
#ifdef FIXED
	r->state = 0;
#else
	r->state = 1;
#endif
}

int req_run(u32 value)
{
	struct req r = { .value = value };
#ifdef FIXED
	r.state = -EIO;
#endif
	INIT_WORK(&r.work, req_fn);
	schedule_work(&r.work);
	flush_work(&r.work);
#ifdef FIXED
	return r.state;
#else
	return r.state == 1 ? 0 : -EIO;
#endif
}
