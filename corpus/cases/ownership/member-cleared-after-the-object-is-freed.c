// The member is set to NULL after the object that holds it was freed.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
// The store hits freed memory. (The new version is wrong by itself.)
#include "kernel.h"

struct obj { u8 *buf; u32 len; };

void obj_destroy(struct obj *o)
{
	kfree(o->buf);
	kfree(o);
#ifdef FIXED
	o->buf = NULL;
#endif
}
