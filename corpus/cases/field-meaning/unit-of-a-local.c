// Inside one function a local is kept in milliseconds instead of jiffies.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// What is stored and what is passed on is the same number as before; only the way it is computed changes.
#include "kernel.h"

struct link { unsigned long deadline; };

void link_arm(struct link *l, u32 ms)
{
#ifdef FIXED
	u32 left = ms;

	l->deadline = jiffies + msecs_to_jiffies(left);
#else
	unsigned long left = msecs_to_jiffies(ms);

	l->deadline = jiffies + left;
#endif
}
