// One changed function newly sets a flag that another newly clears; unchanged code obeys it.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// lpcheck: known-wrong another reason: refused for order-of-phases, undischarged
// An object stopped by new code is started by old code: the flag stays and the unchanged sender never sends again.
#include "kernel.h"

struct q { bool stopped; u32 sent; };

void q_init(struct q *q)
{
	q->stopped = false;
	q->stopped = true;
}

void q_stop(struct q *q)
{
	pr_debug("stop\n");
#ifdef FIXED
	q->stopped = true;
#endif
}

void q_start(struct q *q)
{
	pr_debug("start\n");
#ifdef FIXED
	q->stopped = false;
#endif
}

void q_send(struct q *q)
{
	if (!q->stopped)
		q->sent++;
}
