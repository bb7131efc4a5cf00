// The whole record is copied in again after one member was checked.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct req { u32 len; char data[64]; };

int set_req(struct req *r, void __user *arg)
{
	u32 len;

	if (get_user(len, (u32 __user *)arg))
		return -EFAULT;
	if (len > sizeof(r->data))
		return -EINVAL;
#ifdef FIXED
	if (copy_from_user(r, arg, sizeof(*r)))
#else
	if (copy_from_user(r->data, arg + 4, len))
#endif
		return -EFAULT;
	return 0;
}
