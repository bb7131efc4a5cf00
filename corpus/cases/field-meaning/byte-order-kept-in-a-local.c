// The converted length goes through a local.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same bytes are stored.
#include "kernel.h"

struct rec { __le32 len; };

void rec_set(struct rec *r, u32 len)
{
#ifdef FIXED
	__le32 le = cpu_to_le32(len);

	r->len = le;
#else
	r->len = cpu_to_le32(len);
#endif
}

u32 rec_len(struct rec *r)
{
	return le32_to_cpu(r->len);
}
