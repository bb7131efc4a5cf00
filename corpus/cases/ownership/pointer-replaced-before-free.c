// A member is given another buffer before what it holds is freed.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// The new buffer is freed while the object still points to it; what it held is lost. (The new version is wrong by itself.)
#include "kernel.h"

struct obj { u8 *buf; };

int obj_refill(struct obj *o)
{
	u8 *fresh = kmalloc(64, GFP_KERNEL);

	if (!fresh)
		return -ENOMEM;
#ifdef FIXED
	o->buf = fresh;
	kfree(o->buf);
#else
	kfree(o->buf);
	o->buf = fresh;
#endif
	return 0;
}
