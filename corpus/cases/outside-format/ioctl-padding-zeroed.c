// The reply of an ioctl is zeroed before it is filled, so that its padding leaks nothing.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Offsets, sizes and values that user space reads are the same; only bytes without meaning become zero.
#include "kernel.h"

struct reply { u8 kind; u32 value; };
struct chan { u8 kind; u32 value; };

long chan_ioctl(struct chan *c, void __user *arg)
{
	struct reply r;

#ifdef FIXED
	memset(&r, 0, sizeof(r));
#endif
	r.kind = c->kind;
	r.value = c->value;
	return copy_to_user(arg, &r, sizeof(r)) ? -EFAULT : 0;
}
