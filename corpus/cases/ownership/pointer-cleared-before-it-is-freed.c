// A member is set to NULL before kfree reads it.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// kfree(NULL): the buffer is lost each time, in new code alone.
#include "kernel.h"

struct obj { u8 *buf; };

void obj_reset(struct obj *o)
{
#ifdef FIXED
	o->buf = NULL;
	kfree(o->buf);
#else
	kfree(o->buf);
	o->buf = NULL;
#endif
}
