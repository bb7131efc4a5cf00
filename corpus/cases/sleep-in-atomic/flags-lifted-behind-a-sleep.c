// An allocation that was asked not to sleep may sleep now; the old function always sleeps before it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Where it runs sleeping is allowed.
#include "kernel.h"

struct obj { u32 *buf; };

int obj_grow(struct obj *o, size_t n)
{
	u32 *buf;

	msleep(1);
#ifdef FIXED
	buf = kzalloc(n, GFP_KERNEL);
#else
	buf = kzalloc(n, GFP_ATOMIC);
#endif
	if (!buf)
		return -ENOMEM;
	o->buf = buf;
	return 0;
}
