// A function that makes an object newly fails; its caller frees the object only where it got one.
// lpcheck: expect immediate
// lpcheck: origin io_uring/rsrc.c (io_pin_pages), reduced
// What the caller does not free is what the failed call did not hand out.
#include "kernel.h"

struct table { u32 *slots; u32 n; };

u32 *slots_make(u32 n)
{
	u32 *slots;

	if (!n)
		return NULL;
#ifdef FIXED
	if (n > 1024)
		return NULL;
#endif
	slots = kmalloc_array(n, 4, GFP_KERNEL);
	return slots;
}

int table_fill(struct table *t, u32 n, int dry)
{
	u32 *slots = slots_make(n);

	if (!slots)
		return -ENOMEM;
	if (dry) {
		kfree(slots);
		return 0;
	}
	t->slots = slots;
	t->n = n;
	return 0;
}
