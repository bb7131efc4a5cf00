// A helper becomes noinline; its code is the same.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Whether it stands in its caller or beside it, the same happens.
#include "kernel.h"

#ifdef FIXED
static noinline int step(int a)
#else
static int step(int a)
#endif
{
	return a + 1;
}

int walk(int a)
{
	return step(step(a));
}
