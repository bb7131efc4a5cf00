// The work item newly frees itself, and the submitter no longer does so after flushing.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: origin synthetic
// lpcheck: known-wrong another reason: refused for guard-on-release, undischarged, unproved-balance
// The kworker and the submitter switch apart: new work and old submitter free twice; an item queued before the switch and
// run after it is freed by both as well.
#include "kernel.h"

struct job { struct work_struct work; u32 n; };
void job_do(u32 n);

static void job_fn(struct work_struct *work)
{
	struct job *j = container_of(work, struct job, work);

	job_do(j->n);
#ifdef FIXED
	kfree(j);
#endif
}

int job_run(u32 n)
{
	struct job *j = kzalloc(sizeof(*j), GFP_KERNEL);

	if (!j)
		return -ENOMEM;
	j->n = n;
	INIT_WORK(&j->work, job_fn);
	schedule_work(&j->work);
#ifndef FIXED
	flush_work(&j->work);
	kfree(j);
#endif
	return 0;
}
