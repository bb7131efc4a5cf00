// A table that a registered handler reads is freed before the handler is unregistered.
// lpcheck: expect refused
// lpcheck: because order-of-phases
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// While the handler is registered it runs in other contexts and reads what is freed.
#include "kernel.h"

struct policy { u32 max; };
struct helper { struct policy *policy; u32 id; };

int helper_register(struct helper *h);
void helper_unregister(struct helper *h);

void helper_remove(struct helper *h)
{
#ifdef FIXED
	kfree(h->policy);
	helper_unregister(h);
#else
	helper_unregister(h);
	kfree(h->policy);
#endif
}
