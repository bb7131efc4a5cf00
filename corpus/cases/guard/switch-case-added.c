// A switch rejects a query that it let fall through to the default action.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The query gets the error of other bad queries, before anything is read.
#include "kernel.h"

int hw_query(u32 what, u32 arg);

int chan_query(u32 cmd, u32 arg)
{
	switch (cmd) {
	case 0:
		return -EINVAL;
#ifdef FIXED
	case 9:
		return -EINVAL;
#endif
	default:
		return hw_query(cmd, arg);
	}
}
