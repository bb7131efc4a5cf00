// A switch rejects a command that it let fall through to the default action.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The command gets the error of other bad commands, before anything is done.
#include "kernel.h"

int hw_do(u32 cmd, u32 arg);

int chan_cmd(u32 cmd, u32 arg)
{
	switch (cmd) {
	case 0:
		return -EINVAL;
#ifdef FIXED
	case 9:
		return -EINVAL;
#endif
	default:
		return hw_do(cmd, arg);
	}
}
