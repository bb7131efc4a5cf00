// A plain read of a shared flag becomes READ_ONCE.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same value with fewer liberties for the compiler.
#include "kernel.h"

static bool stop;

u32 spin_until_stop(u32 max)
{
	u32 n = 0;

#ifdef FIXED
	while (!READ_ONCE(stop) && n < max)
#else
	while (!stop && n < max)
#endif
		n++;
	return n;
}
