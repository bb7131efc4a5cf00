// A callback is fixed whose address unchanged code compares.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The address of a redirected function stays that of the original, also in the struct that unchanged code fills; the
// guard inside only ends early.
#include "kernel.h"

struct tm { void (*fn)(struct tm *t); u32 fired; };

static void tm_fire(struct tm *t)
{
#ifdef FIXED
	if (t->fired == U32_MAX)
		return;
#endif
	t->fired++;
}

void tm_arm(struct tm *t)
{
	t->fn = tm_fire;
}

bool tm_ours(const struct tm *t)
{
	return t->fn == tm_fire;
}
