// Submitter and work item both stop handling the reference for the queued work.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// Work queued by new code without a reference may run in a worker that has not switched: old work puts the owner's
// reference. Work queued before the switch carries one that nobody drops: not even stopping the machine helps.
#include "kernel.h"

struct notify { struct kref ref; struct work_struct work; u32 count; };
void notify_release(struct kref *ref);

static void notify_fn(struct work_struct *work)
{
	struct notify *n = container_of(work, struct notify, work);

	n->count++;
#ifndef FIXED
	kref_put(&n->ref, notify_release);
#endif
}

void notify_init(struct notify *n)
{
	kref_init(&n->ref);
	INIT_WORK(&n->work, notify_fn);
}

void notify_fire(struct notify *n)
{
#ifndef FIXED
	kref_get(&n->ref);
	if (!schedule_work(&n->work))
		kref_put(&n->ref, notify_release);
#else
	schedule_work(&n->work);
#endif
}
