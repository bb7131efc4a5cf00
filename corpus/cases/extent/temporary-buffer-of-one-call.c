// A buffer that lives within one invocation gets another size, and the copy from it too.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Allocation, use and free are in one function: the two sizes never meet.
#include "kernel.h"

int dump(const u8 *regs, u8 __user *out)
{
	int err = 0;
#ifdef FIXED
	size_t len = 32;
#else
	size_t len = 64;
#endif
	u8 *tmp = kmalloc(len, GFP_KERNEL);

	if (!tmp)
		return -ENOMEM;
	memcpy(tmp, regs, len);
	if (copy_to_user(out, tmp, len))
		err = -EFAULT;
	kfree(tmp);
	return err;
}
