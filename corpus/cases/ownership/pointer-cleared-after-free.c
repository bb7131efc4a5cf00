// A member is newly set to NULL after what it points to was freed.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The object itself stays; whoever looked at the member later met freed memory, and meets NULL now.
#include "kernel.h"

struct obj { u8 *buf; u32 len; };

int obj_flush(struct obj *o)
{
	if (!o->len)
		return 0;
	kfree(o->buf);
#ifdef FIXED
	o->buf = NULL;
#endif
	return 0;
}
