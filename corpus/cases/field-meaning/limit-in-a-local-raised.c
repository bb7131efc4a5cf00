// A limit that is kept in a local is raised beyond the buffer that an unchanged copy fills.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// What the old version turned away is let through: a write beyond the member.
// (The test itself is an unchanged statement.)
#include "kernel.h"

struct mail { u8 buf[64]; int len; };

int mail_put(struct mail *m, const u8 *from, int len)
{
	int max = 64;

#ifdef FIXED
	max = 128;
#endif
	if (len > max)
		return -EINVAL;
	memcpy(m->buf, from, len);
	m->len = len;
	return 0;
}
