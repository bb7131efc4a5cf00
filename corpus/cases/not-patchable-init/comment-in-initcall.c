// Inside the __init function only a comment and a line break change; the fix proper is elsewhere.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Line numbers and comments make no object difference, so nothing undeliverable is asked for; the guard in the read
// path returns an error that is already there before anything is taken.
#include "kernel.h"

static char banner[64];

static int __init banner_init(void)
{
#ifdef FIXED
	/* The banner is empty until somebody writes it. */
#endif
	banner[0] = 0;
	return 0;
}
__initcall(banner_init);

int banner_get(char *buf, int len)
{
	if (len < 1)
		return -EINVAL;
#ifdef FIXED
	if (len > (int)sizeof(banner))
		return -EINVAL;
#endif
	memcpy(buf, banner, len);
	return len;
}
