// Prepare newly marks a request; submit only counts requests without the mark.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// No request is treated otherwise because of the mark, so it does not matter who prepared it.
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
		pr_debug("request of an older version\n");
#endif
	return hw_queue(r);
}
