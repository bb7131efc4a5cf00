// The count of active requests goes up at submit instead of at start; complete takes it down as before.
// lpcheck: expect refused
// lpcheck: because counter-balance
// lpcheck: origin CVE-2014-0206 aio: fix kernel memory disclosure in io_getevents() introduced in v3.10
// A request submitted by old code (not counted) and started by new code (no longer counting) is still taken down at
// completion: below zero. Requests in flight carry the difference across any switch, a stopped machine included.
#include "kernel.h"

static atomic_t active = ATOMIC_INIT(0);
struct req { u32 value; };
void hw_start(struct req *r);

void req_submit(struct req *r)
{
	r->value &= 0xff;
#ifdef FIXED
	atomic_inc(&active);
#endif
}

void req_start(struct req *r)
{
#ifndef FIXED
	atomic_inc(&active);
#endif
	hw_start(r);
}

void req_complete(struct req *r)
{
	atomic_dec(&active);
	kfree(r);
}
