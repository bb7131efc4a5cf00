// Release returns early when there is nothing to put.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// On the guarded input the old function dereferenced NULL; an object with a device takes the path it took.
#include "kernel.h"

struct dev { struct kref ref; };
struct handle { struct dev *dev; u32 flags; };
void dev_release(struct kref *ref);

void handle_release(struct handle *h)
{
#ifdef FIXED
	if (!h->dev)
		return;
#endif
	kref_put(&h->dev->ref, dev_release);
	h->dev = NULL;
}
