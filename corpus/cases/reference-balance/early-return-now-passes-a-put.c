// An early return becomes a jump to the label that drops the reference which the caller handed over.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Old callers drop the reference themselves when nothing was sent; with the new function it is dropped twice. The other
// half of the change, in the callers, is not in the fix.
#include "kernel.h"

struct obj { struct kref ref; u32 state; };
void obj_release(struct kref *ref);

void obj_send(struct obj *o)
{
	if (!o->state)
#ifdef FIXED
		goto out;
#else
		return;
#endif
	o->state = 0;
#ifdef FIXED
out:
#endif
	kref_put(&o->ref, obj_release);
}
