// The reference that keeps the object alive while the callee sleeps is taken and dropped by the caller now.
// lpcheck: expect consistency
// lpcheck: because reference-balance
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// Immediate: the old caller enters the new callee, nobody holds the object while it sleeps, and finish_wait touches freed
// memory. One chain on one stack, balanced in each version: per-task.
#include "kernel.h"

struct assoc { struct kref ref; wait_queue_head_t wait; bool up; };
void assoc_release(struct kref *ref);

static noinline int assoc_sleep(struct assoc *a)
{
#ifndef FIXED
	kref_get(&a->ref);
#endif
	prepare_to_wait(&a->wait, NULL, TASK_INTERRUPTIBLE);
	schedule();
	finish_wait(&a->wait, NULL);
#ifndef FIXED
	kref_put(&a->ref, assoc_release);
#endif
	return 0;
}

int assoc_connect(struct assoc *a)
{
	int err;
#ifdef FIXED
	kref_get(&a->ref);
	err = assoc_sleep(a);
	kref_put(&a->ref, assoc_release);
#else
	err = assoc_sleep(a);
#endif
	return err;
}
