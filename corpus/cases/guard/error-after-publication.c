// The same check, made after the object was linked: the caller takes the error for a failure and frees what others hold.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct block { struct list_head link; u32 size; u32 count; };
static LIST_HEAD(blocks);
static DEFINE_MUTEX(blocks_lock);

int block_add(struct block *b)
{
	if (!b->size)
		return -EIO;
	mutex_lock(&blocks_lock);
	list_add(&b->link, &blocks);
	mutex_unlock(&blocks_lock);
#ifdef FIXED
	if (b->count > b->size)
		return -EINVAL;
#endif
	return 0;
}
