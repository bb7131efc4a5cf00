// The result of copy_from_user is no longer ignored.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// A failed copy left garbage in the local; now it is -EFAULT, an answer that every ioctl may give.
#include "kernel.h"

struct args { u32 len; };
int chan_resize(u32 len);

long chan_ioctl(const void __user *arg)
{
	struct args a;

#ifdef FIXED
	if (copy_from_user(&a, arg, sizeof(a)))
		return -EFAULT;
#else
	copy_from_user(&a, arg, sizeof(a));
#endif
	if (a.len > 4096)
		return -EFAULT;
	return chan_resize(a.len);
}
