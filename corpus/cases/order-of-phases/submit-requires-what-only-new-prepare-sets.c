// Prepare newly marks a request; submit rejects requests without the mark.
// lpcheck: expect refused
// lpcheck: because order-of-phases
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong another reason: refused for field-meaning
// A request prepared by old code and submitted by new code is rejected, and complete, which would free its buffer, never
// comes: the later phase refuses work that old code has accepted.
#include "kernel.h"

struct req { void *buf; bool prepared; };
int hw_queue(struct req *r);

int req_prepare(struct req *r)
{
	r->buf = kmalloc(512, GFP_KERNEL);
	if (!r->buf)
		return -ENOMEM;
#ifdef FIXED
	r->prepared = true;
#endif
	return 0;
}

int req_submit(struct req *r)
{
#ifdef FIXED
	if (!r->prepared)
		return -EINVAL;
#endif
	return hw_queue(r);
}

void req_complete(struct req *r)
{
	kfree(r->buf);
}
