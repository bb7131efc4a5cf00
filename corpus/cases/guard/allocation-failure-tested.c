// The result of an allocation is tested.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Where the allocation fails the old function crashed; the new one returns -ENOMEM with nothing taken.
#include "kernel.h"

struct buf { char *data; };

int buf_init(struct buf *b, u32 n)
{
	char *data;

	if (n > 4096)
		return -ENOMEM;
	data = kmalloc(n, GFP_KERNEL);
#ifdef FIXED
	if (!data)
		return -ENOMEM;
#endif
	data[0] = 0;
	b->data = data;
	return 0;
}
