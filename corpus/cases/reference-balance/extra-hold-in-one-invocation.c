// The function takes a reference for the time it uses the object and drops it on every exit.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Balanced inside one invocation; no other code has to know. Old frames run without the extra hold, as before.
#include "kernel.h"

struct assoc { struct kref ref; u32 state; };
void assoc_release(struct kref *ref);
void assoc_notify(struct assoc *a);

int assoc_shutdown(struct assoc *a)
{
	if (a->state == 0)
		return -EINVAL;
#ifdef FIXED
	kref_get(&a->ref);
#endif
	a->state = 0;
	assoc_notify(a);
#ifdef FIXED
	kref_put(&a->ref, assoc_release);
#endif
	return 0;
}
