// A label that chooses between error and count gets zero where it got an error: the count is returned.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
// Whoever stored something takes the rejected value for stored; which callers rely on it this file does not show.
#include "kernel.h"

static u32 level;

ssize_t level_store(const char *buf, size_t count)
{
	int ret;

	if (count > 4) {
#ifdef FIXED
		ret = 0;
#else
		ret = -EINVAL;
#endif
		goto out;
	}
	level = count;
	ret = 0;
out:
	return ret < 0 ? ret : count;
}
