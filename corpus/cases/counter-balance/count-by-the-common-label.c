// An error return becomes a jump to a label that takes the entry off its list, counts down and wakes.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same count by the same amount, in front of the same wake-up; the entry is that of this call.
#include "kernel.h"

struct job { struct list_head node; };
struct pool { int busy; wait_queue_head_t idle; struct list_head jobs; };
int pool_try(struct pool *p);

int pool_run(struct pool *p, struct job *job, int n)
{
	list_add(&job->node, &p->jobs);
	if (n > 8) {
#ifdef FIXED
		goto out;
#else
		p->busy--;
		wake_up(&p->idle);
		return -EINVAL;
#endif
	}
	if (pool_try(p) < 0)
		goto out;
	return 0;
out:
	list_del(&job->node);
	p->busy--;
	wake_up(&p->idle);
	return -EINVAL;
}
