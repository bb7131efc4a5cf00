// An if with two returns becomes a conditional expression.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same value for every input.
#include "kernel.h"

u32 pick(u32 a, u32 b)
{
#ifdef FIXED
	return a > b ? a - b : b - a;
#else
	if (a > b)
		return a - b;
	return b - a;
#endif
}
