// A function that puts on one way and not on another stops putting.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: because incomplete-fix
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Both outcomes, with and without a put, existed before; the channel that was bound before is now pinned for ever.
#include "kernel.h"

struct chan { struct kref ref; };
struct bind { struct chan *chan; bool notify; };
void chan_release(struct kref *ref);

int bind_set(struct bind *b, struct chan *chan)
{
	if (!chan)
		return -EINVAL;
	kref_get(&chan->ref);
#ifndef FIXED
	if (b->notify)
		kref_put(&b->chan->ref, chan_release);
#endif
	b->chan = chan;
	b->notify = true;
	return 0;
}
