// kzalloc becomes kmalloc, and one member is not set.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Readers of either version take what the memory held for a member; new harm in new code alone.
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
	item->n = n;
	return item;
}
