// A local variable gets another name.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// No behaviour differs.
#include "kernel.h"

int count_set(const u8 *p, u32 n)
{
#ifdef FIXED
	u32 pos, found = 0;

	for (pos = 0; pos < n; pos++)
		found += p[pos] != 0;
	return (int)found;
#else
	u32 i, c = 0;

	for (i = 0; i < n; i++)
		c += p[i] != 0;
	return (int)c;
#endif
}
