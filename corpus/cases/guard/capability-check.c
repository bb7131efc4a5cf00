// A privileged operation asks for the capability.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Rejected callers get -EPERM before any effect; the answer goes to user space, which does not retry. Nothing that exists
// needs this call to be released.
#include "kernel.h"

static u32 limit = 8;

int limit_store(u32 value)
{
	if (value > 1024)
		return -EPERM;
#ifdef FIXED
	if (!capable(CAP_SYS_ADMIN))
		return -EPERM;
#endif
	limit = value;
	return 0;
}
