// Two sections under the same lock become one.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// What lay between them is a local computation: the union is a superset of both, with no new lock inside.
#include "kernel.h"

static DEFINE_SPINLOCK(lock);
static u32 sum, count;

void sample_add(u32 v)
{
	spin_lock(&lock);
	sum += v;
#ifndef FIXED
	spin_unlock(&lock);
	spin_lock(&lock);
#endif
	count++;
	spin_unlock(&lock);
}
