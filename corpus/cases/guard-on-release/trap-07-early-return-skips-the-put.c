// Trap 7: release puts only what new open has marked; every object opened before the switch lacks the mark.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: because reference-balance
// lpcheck: origin synthetic
// Files opened by old code are released by new code without the put: the device reference leaks, and the device can never
// be removed. The same task opens and closes; nothing is on a stack between.
#include "kernel.h"

struct dev { struct kref ref; };
struct handle { struct dev *dev; u32 flags; };
void dev_release(struct kref *ref);

void handle_open(struct handle *h, struct dev *dev)
{
	kref_get(&dev->ref);
	h->dev = dev;
#ifdef FIXED
	h->flags |= 4;
#endif
}

void handle_release(struct handle *h)
{
#ifdef FIXED
	if (!(h->flags & 4))
		return;
#endif
	kref_put(&h->dev->ref, dev_release);
	h->dev = NULL;
}
