// The static predicate turns from "is busy" into "is idle" under the same name; its caller follows.
// lpcheck: expect consistency
// lpcheck: because return-mismatch
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for stack-mismatch, undischarged
// Immediate: an old caller reads the new answer the wrong way round and starts a transfer on a busy channel (two
// transfers share one buffer). The answer is used at once on the same stack: per-task is enough.
#include "kernel.h"

struct dma { u32 active; u32 word; };

static noinline bool dma_state(const struct dma *d)
{
#ifdef FIXED
	return d->active == 0;
#else
	return d->active != 0;
#endif
}

int dma_start(struct dma *d, u32 word)
{
#ifdef FIXED
	if (!dma_state(d))
#else
	if (dma_state(d))
#endif
		return -EBUSY;
	d->active = 1;
	d->word = word;
	return 0;
}
