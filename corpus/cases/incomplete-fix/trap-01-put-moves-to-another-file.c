// Trap 1: a function drops the put that, as its author knows, a function of another file has taken over.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// lpcheck: known-wrong another reason: refused for guard-on-release
// The diff holds only this half. With the kernel that runs, the reference is leaked on every close; had the other half
// come alone, it would be put twice.
#include "kernel.h"

struct sess { struct kref ref; u32 flags; };
void sess_release(struct kref *ref);
void transport_detach(struct sess *s);  /* in another file, not in this diff */

void sess_close(struct sess *s)
{
	s->flags |= 1;
	transport_detach(s);
#ifndef FIXED
	kref_put(&s->ref, sess_release);
#endif
}
