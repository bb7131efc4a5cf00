// The store that says "ready" becomes a release.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Order is added in front of the same store; readers of either version can rely on more, never on less.
#include "kernel.h"

static u32 data;
static bool ready;

void data_set(u32 v)
{
	data = v;
#ifdef FIXED
	smp_store_release(&ready, true);
#else
	ready = true;
#endif
}
