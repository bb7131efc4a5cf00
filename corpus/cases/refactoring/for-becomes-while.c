// A for loop is written as a while loop.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Same initialisation, test, body and step.
#include "kernel.h"

u32 sum(const u32 *v, u32 n)
{
	u32 s = 0;
#ifdef FIXED
	u32 i = 0;

	while (i < n) {
		s += v[i];
		i++;
	}
#else
	u32 i;

	for (i = 0; i < n; i++)
		s += v[i];
#endif
	return s;
}
