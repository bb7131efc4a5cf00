// Two queues of one object are locked the other way round.
// lpcheck: expect refused
// lpcheck: because lock-order
// lpcheck: origin synthetic
// Old and new code of the same function wait for each other. The locks are one field of one type, told apart by their place.
#include "kernel.h"

struct wq { spinlock_t lock; u32 head; };
struct qp { struct wq sq, rq; u32 state; };

u32 qp_state(struct qp *qp)
{
	u32 state;
#ifdef FIXED
	spin_lock(&qp->rq.lock);
	spin_lock(&qp->sq.lock);
#else
	spin_lock(&qp->sq.lock);
	spin_lock(&qp->rq.lock);
#endif
	state = qp->state;
	spin_unlock(&qp->rq.lock);
	spin_unlock(&qp->sq.lock);
	return state;
}
