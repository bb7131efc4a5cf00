// "Try later" changes from -EBUSY to -EAGAIN in the helper and in the caller that acts on it.
// lpcheck: expect consistency
// lpcheck: because return-mismatch
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// Immediate: the old caller takes -EAGAIN for a hard error and drops the request it should keep; the request is lost.
// Helper and caller are one chain.
#include "kernel.h"

struct req { struct list_head node; u32 value; };
static LIST_HEAD(later);
int hw_try(u32 value);

static noinline int req_try(struct req *r)
{
	if (hw_try(r->value))
#ifdef FIXED
		return -EAGAIN;
#else
		return -EBUSY;
#endif
	return 0;
}

int req_submit(struct req *r)
{
	int err = req_try(r);

#ifdef FIXED
	if (err == -EAGAIN)
#else
	if (err == -EBUSY)
#endif
		list_add(&r->node, &later);
	else
		kfree(r);
	return 0;
}
