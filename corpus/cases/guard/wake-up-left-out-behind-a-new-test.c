// A helper runs only if a new test of what the caller asks for holds; it is the helper that wakes the waiter.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Whoever queued the request under old code waits for ever.
#include "kernel.h"

struct req { u8 *out; u32 len; struct completion done; u16 status; };

static noinline u16 req_fill(struct req *r, const u8 *from, u32 n)
{
	memcpy(r->out, from, n);
	complete(&r->done);
	return 0;
}

void req_run(struct req *r, const u8 *page, u32 offset)
{
	u16 status;

#ifdef FIXED
	if (offset > 256) {
		status = 2;
		goto out;
	}
#endif
	status = req_fill(r, page + offset, 16);
#ifdef FIXED
out:
#endif
	r->status = status;
}
