// A number gets a name.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The same tokens after preprocessing.
#include "kernel.h"

#ifdef FIXED
#define MAX_LEN 1500
#else
#define LIMIT 1500
#endif

int len_check(u32 len)
{
#ifdef FIXED
	return len > MAX_LEN ? -E2BIG : 0;
#else
	return len > LIMIT ? -E2BIG : 0;
#endif
}
