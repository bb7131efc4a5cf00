// A copy is made only if a new test of what the caller asks for holds; the request is answered in any case.
// lpcheck: expect immediate
// lpcheck: origin drivers/nvme/target/discovery.c (nvmet_execute_disc_get_log_page), reduced
// The copy stores and does nothing else; who reads the buffer finds what was in it, and the status.
#include "kernel.h"

struct req { u8 *out; u32 len; struct completion done; u16 status; };

static noinline u16 req_fill(struct req *r, const u8 *from, u32 n)
{
	if (n > r->len)
		return 2;
	memcpy(r->out, from, n);
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
	complete(&r->done);
}
