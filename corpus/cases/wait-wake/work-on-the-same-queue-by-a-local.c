// The workqueue is read into a local before work is queued on it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same queue.
#include "kernel.h"

struct job { struct work_struct work; struct workqueue_struct *queue; };

void job_kick(struct job *j)
{
#ifdef FIXED
	struct workqueue_struct *queue = j->queue;

	queue_work(queue, &j->work);
#else
	queue_work(j->queue, &j->work);
#endif
}
