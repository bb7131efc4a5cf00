// A record on the stack is no longer initialised before it is copied to user space.
// lpcheck: expect refused
// lpcheck: because outside-format
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// User space reads what the stack held, in new code alone.
#include "kernel.h"

struct reply { int n; int flags; };

int reply_send(void __user *to)
{
#ifdef FIXED
	struct reply reply;
#else
	struct reply reply = { };
#endif

	reply.n = 1;
	return copy_to_user(to, &reply, sizeof(reply)) ? -EFAULT : 0;
}
