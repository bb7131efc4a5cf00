// A function that answered "none" answers how many: unchanged callers in other files take any other number for a yes.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
// The near twin of guard/error-at-the-end: what comes out of the callee is no error code.
#include "kernel.h"

struct queue { u32 size; u32 used; };
int queue_count(struct queue *q);

int queue_waiting(struct queue *q)
{
	int n = queue_count(q);

	if (!q->size)
		return -EINVAL;
#ifdef FIXED
	if (n)
		return n;
#endif
	return 0;
}
