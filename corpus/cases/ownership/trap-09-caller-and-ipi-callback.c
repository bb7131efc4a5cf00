// Trap 9: who frees the request moves from the callback, which runs by IPI, to the caller that waits for it.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: origin synthetic
// lpcheck: known-wrong another reason: refused for guard-on-release, unproved-balance
// The callback on the other CPU runs in the universe of whatever task it interrupts: old callback and new caller free
// twice, new callback and old caller leak. That the caller waits does not put both into one universe.
#include "kernel.h"

struct req { u32 value; u32 *sum; };

static void req_run(void *info)
{
	struct req *r = info;

	*r->sum += r->value;
#ifndef FIXED
	kfree(r);
#endif
}

int req_on_cpu(int cpu, u32 value, u32 *sum)
{
	struct req *r = kzalloc(sizeof(*r), GFP_KERNEL);

	if (!r)
		return -ENOMEM;
	r->value = value;
	r->sum = sum;
	smp_call_function_single(cpu, req_run, r, 1);
#ifdef FIXED
	kfree(r);
#endif
	return 0;
}
