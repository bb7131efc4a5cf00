// The value that an ioctl returns to user space changes from KiB to bytes.
// lpcheck: expect refused
// lpcheck: because outside-format
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// A program that asks twice, once from an unswitched and once from a switched thread, gets two numbers for one thing, and
// every program built for KiB is wrong by 1024: a wrong result that outlives the call.
#include "kernel.h"

struct usage { u64 amount; };
struct pool { u64 bytes; };

long pool_ioctl(struct pool *p, void __user *arg)
{
	struct usage u = { 0 };

#ifdef FIXED
	u.amount = p->bytes;
#else
	u.amount = p->bytes >> 10;
#endif
	return copy_to_user(arg, &u, sizeof(u)) ? -EFAULT : 0;
}
