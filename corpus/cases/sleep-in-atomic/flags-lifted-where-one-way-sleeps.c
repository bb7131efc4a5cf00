// An allocation that was asked not to sleep may sleep now; the old function sleeps on another way only.
// lpcheck: expect undecided
// lpcheck: because may-sleep-now
// lpcheck: origin synthetic
// The way with o->atomic may come from a section where nobody may sleep: that is what the old flags were for.
#include "kernel.h"

struct obj { u32 *buf; bool atomic; };

int obj_grow(struct obj *o, size_t n)
{
	u32 *buf;

	if (!o->atomic)
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
