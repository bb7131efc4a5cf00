// An addition of two user values is checked for overflow.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Sums that wrap are rejected with -EINVAL; all others are stored as before.
#include "kernel.h"

struct win { u32 start, end; };

int win_set(struct win *w, u32 start, u32 len)
{
	if (!len)
		return -EINVAL;
#ifdef FIXED
	if (start + len < start)
		return -EINVAL;
#endif
	w->start = start;
	w->end = start + len;
	return 0;
}
