// A member is kept in a local, set to NULL, and the local is freed.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same buffer is freed once; nobody meets the pointer of freed memory in between.
#include "kernel.h"

struct obj { u8 *buf; };

void obj_reset(struct obj *o)
{
#ifdef FIXED
	u8 *buf = o->buf;

	o->buf = NULL;
	kfree(buf);
#else
	kfree(o->buf);
	o->buf = NULL;
#endif
}
