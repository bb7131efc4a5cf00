// A length that was checked is fetched from user space once more: the second answer may be another one.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct req { u32 len; char data[64]; };

int set_req(struct req *r, struct req __user *arg)
{
	u32 len;

	if (get_user(len, &arg->len))
		return -EFAULT;
	if (len > sizeof(r->data))
		return -EINVAL;
#ifdef FIXED
	if (get_user(len, &arg->len))
		return -EFAULT;
#endif
	if (copy_from_user(r->data, arg->data, len))
		return -EFAULT;
	return 0;
}
