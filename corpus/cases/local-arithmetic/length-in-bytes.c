// A length for a copy into a local buffer is counted in bytes instead of elements.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Source, buffer and length belong to this invocation; the stored data does not change its form.
#include "kernel.h"

u32 checksum(const u16 *src, u32 n)
{
	u16 tmp[8] = { 0 };
	u32 i, sum = 0;

	n = min_t(u32, n, ARRAY_SIZE(tmp));
#ifdef FIXED
	memcpy(tmp, src, n * sizeof(*src));
#else
	memcpy(tmp, src, n);
#endif
	for (i = 0; i < n; i++)
		sum += tmp[i];
	return sum;
}
