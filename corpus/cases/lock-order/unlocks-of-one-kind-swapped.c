// Two queues of one object are unlocked the other way round.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The twin: the order of releases waits for nobody.
#include "kernel.h"

struct wq { spinlock_t lock; u32 head; };
struct qp { struct wq sq, rq; u32 state; };

u32 qp_state(struct qp *qp)
{
	u32 state;

	spin_lock(&qp->sq.lock);
	spin_lock(&qp->rq.lock);
	state = qp->state;
#ifdef FIXED
	spin_unlock(&qp->sq.lock);
	spin_unlock(&qp->rq.lock);
#else
	spin_unlock(&qp->rq.lock);
	spin_unlock(&qp->sq.lock);
#endif
	return state;
}
