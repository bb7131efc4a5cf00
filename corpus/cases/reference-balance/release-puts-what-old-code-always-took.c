// Release newly puts the reference that unchanged open has always taken and nobody ever put.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for unproved-balance
// Every object, whoever made it, carries the reference; it is put at most once, by the last call. An old release only
// leaks it, as before.
#include "kernel.h"

struct dev { struct kref ref; };
struct handle { struct dev *dev; };
void dev_free(struct kref *ref);

struct handle *handle_open(struct dev *d)
{
	struct handle *h = kzalloc(sizeof(*h), GFP_KERNEL);

	if (!h)
		return NULL;
	kref_get(&d->ref);
	h->dev = d;
	return h;
}

void handle_release(struct handle *h)
{
#ifdef FIXED
	kref_put(&h->dev->ref, dev_free);
#endif
	kfree(h);
}
