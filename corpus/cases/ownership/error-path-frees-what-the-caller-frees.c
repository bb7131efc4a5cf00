// The error exit newly frees a buffer that came from the caller.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: because ownership
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for unproved-balance
// The callers, which are not in the fix, free the buffer when this function fails: it is freed twice. The success exit frees
// it in both versions, so that only the failure changes hands.
#include "kernel.h"

struct dev { u32 busy; };
int dev_write(struct dev *d, u8 *data);

int dev_send(struct dev *d, u8 *data)
{
	if (d->busy) {
#ifdef FIXED
		kfree(data);
#endif
		return -EBUSY;
	}
	dev_write(d, data);
	kfree(data);
	return 0;
}
