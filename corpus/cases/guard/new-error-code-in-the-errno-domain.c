// The rejected case gets an errno that this function did not return before; callers only test for non-zero.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Every caller in the file passes errors on unread; -ERANGE is an errno like the others, and nothing was taken.
#include "kernel.h"

static u32 level;

static noinline int level_check(u32 value)
{
	if (value == 0)
		return -EINVAL;
#ifdef FIXED
	if (value > 9)
		return -ERANGE;
#endif
	return 0;
}

int level_set(u32 value)
{
	int err = level_check(value);

	if (err)
		return err;
	level = value;
	return 0;
}
