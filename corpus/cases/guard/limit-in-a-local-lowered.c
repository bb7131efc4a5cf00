// A limit that is kept in a local is lowered.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// An early rejection by an error that the function had.
#include "kernel.h"

struct mail { u8 buf[64]; int len; };

int mail_put(struct mail *m, const u8 *from, int len)
{
	int max = 64;

#ifdef FIXED
	max = 32;
#endif
	if (len > max)
		return -EINVAL;
	memcpy(m->buf, from, len);
	m->len = len;
	return 0;
}
