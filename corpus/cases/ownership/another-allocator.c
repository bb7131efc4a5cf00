// A buffer comes from vmalloc instead of kmalloc; the function that frees it, unchanged, calls kfree.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// kfree of vmalloc memory corrupts the allocator, in new code alone.
#include "kernel.h"

struct obj { u8 *buf; };

int obj_init(struct obj *o, size_t n)
{
#ifdef FIXED
	o->buf = vmalloc(n);
#else
	o->buf = kmalloc(n, GFP_KERNEL);
#endif
	return o->buf ? 0 : -ENOMEM;
}

void obj_free(struct obj *o)
{
	kfree(o->buf);
}
