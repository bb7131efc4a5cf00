// kzalloc becomes kmalloc followed by memset.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same memory.
#include "kernel.h"

struct item { int n; int flags; };

struct item *item_new(int n)
{
#ifdef FIXED
	struct item *item = kmalloc(sizeof(*item), GFP_KERNEL);
#else
	struct item *item = kzalloc(sizeof(*item), GFP_KERNEL);
#endif

	if (!item)
		return NULL;
#ifdef FIXED
	memset(item, 0, sizeof(*item));
#endif
	item->n = n;
	return item;
}
