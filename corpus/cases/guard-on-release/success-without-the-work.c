// A new early way out reports success although nothing was queued.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: because order-of-phases
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Callers wait for the work that they believe is queued. locked-state-tested is the twin: it fails instead.
#include "kernel.h"

struct job { struct list_head node; bool slow; };
static LIST_HEAD(jobs);

int job_queue(struct job *j, u32 depth)
{
	if (depth > 64)
		return -EBUSY;
#ifdef FIXED
	if (j->slow)
		return 0;
#endif
	list_add_tail(&j->node, &jobs);
	return 0;
}
