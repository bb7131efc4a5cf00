// The NULL test of a destructor newly turns away live objects too.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: because incomplete-fix
// lpcheck: because ownership
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The old exit without a release was for objects that do not exist; on it, every object that unchanged code made is leaked.
#include "kernel.h"

struct ring { u32 size; void *buf; };

struct ring *ring_make(u32 size)
{
	struct ring *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return NULL;
	r->size = size;
	r->buf = kmalloc(512, GFP_KERNEL);
	return r;
}

void ring_free(struct ring *r)
{
#ifdef FIXED
	if (!r || r->size > 64)
#else
	if (!r)
#endif
		return;
	kfree(r->buf);
	kfree(r);
}
