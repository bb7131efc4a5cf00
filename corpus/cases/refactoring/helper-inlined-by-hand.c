// A small static helper is written out in its only caller.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same statements without the call; old frames that are in the helper return into old code.
#include "kernel.h"

static DEFINE_SPINLOCK(lock);
static u32 total;

#ifndef FIXED
static noinline void total_add(u32 n)
{
	total += n;
}
#endif

void account(u32 n)
{
	spin_lock(&lock);
#ifdef FIXED
	total += n;
#else
	total_add(n);
#endif
	spin_unlock(&lock);
}
