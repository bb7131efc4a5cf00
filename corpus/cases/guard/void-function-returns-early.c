// A void function ends early on an empty list.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// With an empty list the old code took the head for an entry; there is no work that somebody waits for.
#include "kernel.h"

struct job { struct list_head node; u32 prio; };
static LIST_HEAD(jobs);

void job_boost(void)
{
	struct job *j;

#ifdef FIXED
	if (list_empty(&jobs))
		return;
#endif
	j = list_first_entry(&jobs, struct job, node);
	j->prio++;
}
