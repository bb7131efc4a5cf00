// A member of a buffer is newly read after the buffer was freed.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
// The object stays, the buffer behind its member does not. (The new version is wrong by itself.)
#include "kernel.h"

struct buf { u32 used; };
struct obj { struct buf *buf; u32 used; };

int obj_flush(struct obj *o)
{
	if (!o->used)
		return 0;
	kfree(o->buf);
#ifdef FIXED
	o->used = o->buf->used;
#else
	o->used = 0;
#endif
	return 0;
}
