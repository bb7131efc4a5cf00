// Switching over no longer frees a slot that is not there; cancelling is as it was.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Nothing is left to anybody else: the release that is skipped would have faulted.
#include "kernel.h"

struct slot { struct list_head list; u32 users; };

void slot_free(struct slot *s);

void slot_switch(struct slot *old)
{
#ifdef FIXED
	if (old)
#endif
		slot_free(old);
}

void slot_cancel(struct slot *old)
{
	old->users = 0;
	slot_free(old);
}
