// The setter rejects values that the reader cannot handle.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// New code stores a subset of what old code stored, so every reader of either version copes; what old code stored before
// is the old bug.
#include "kernel.h"

static const u32 weights[8] = { 1, 2, 4, 8, 16, 32, 64, 128 };
struct prio { u32 level; };

int prio_set(struct prio *p, u32 level)
{
#ifdef FIXED
	if (level > 7)
#else
	if (level > 15)
#endif
		return -EINVAL;
	p->level = level;
	return 0;
}

u32 prio_weight(const struct prio *p)
{
	return weights[p->level];
}
