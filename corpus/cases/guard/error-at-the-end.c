// A check of what was read, at the end of the function: an error that callers know, and nothing has reached others yet.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct block { u32 size; u32 count; };
int block_read(struct block *b, int nr);

int block_get(struct block *b, int nr)
{
	int err = block_read(b, nr);

	if (err)
		return -EIO;
#ifdef FIXED
	if (b->count > b->size)
		return -EINVAL;
#endif
	return 0;
}
