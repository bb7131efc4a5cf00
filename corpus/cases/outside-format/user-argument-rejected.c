// The ioctl rejects one more user argument.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// An error that user space gets for other bad arguments already; threads of one program may see both versions for a
// while, as with any early rejection.
#include "kernel.h"

struct args { u32 len, flags; };
int chan_resize(u32 len);

long chan_ioctl(const void __user *arg)
{
	struct args a;

	if (copy_from_user(&a, arg, sizeof(a)))
		return -EFAULT;
	if (a.len > 4096)
		return -EINVAL;
#ifdef FIXED
	if (a.flags)
		return -EINVAL;
#endif
	return chan_resize(a.len);
}
