// Switching over keeps a slot that is still to be replaced; cancelling the replacement frees it instead.
// lpcheck: expect refused
// lpcheck: because order-of-phases
// lpcheck: origin net/mac80211/chan.c
// New switch, old cancel: nobody frees the slot, and one of the few slots is lost for good.
#include "kernel.h"

struct slot { struct list_head list; struct slot *replaced_by; u32 users; };

void slot_free(struct slot *s);

void slot_switch(struct slot *old)
{
	old->users--;
#ifdef FIXED
	if (old->users == 0 && !old->replaced_by)
#else
	if (old->users == 0)
#endif
		slot_free(old);
}

void slot_cancel(struct slot *old)
{
	old->replaced_by = NULL;
#ifdef FIXED
	if (old->users == 0)
		slot_free(old);
#endif
}
