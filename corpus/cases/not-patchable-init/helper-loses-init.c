// A helper that ordinary code calls loses its __init.
// lpcheck: expect refused
// lpcheck: because not-patchable-init
// lpcheck: origin synthetic
// Its text is freed: there is no entry to redirect, and the caller does not change.
#include "kernel.h"

#ifdef FIXED
noinline int probe_once(int a)
#else
noinline int __init probe_once(int a)
#endif
{
	return a > 3 ? -EINVAL : 0;
}

int probe_again(int a)
{
	return probe_once(a);
}
