// An object is allocated zeroed.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Fields that were garbage are zero before anybody sees the object.
#include "kernel.h"

struct reply { u8 kind; u32 value; };

struct reply *reply_new(u8 kind, u32 value)
{
#ifdef FIXED
	struct reply *r = kzalloc(sizeof(*r), GFP_KERNEL);
#else
	struct reply *r = kmalloc(sizeof(*r), GFP_KERNEL);
#endif

	if (!r)
		return NULL;
	r->kind = kind;
	r->value = value;
	return r;
}
