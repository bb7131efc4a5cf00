// The same fetch stands behind another check.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct req { u32 len; char data[64]; };

int set_req(struct req *r, struct req __user *arg, int kind)
{
	u32 len;

#ifdef FIXED
	if (kind < 0)
		return -EINVAL;
	if (get_user(len, &arg->len))
		return -EFAULT;
#else
	if (get_user(len, &arg->len))
		return -EFAULT;
	if (kind < 0)
		return -EINVAL;
#endif
	if (len > sizeof(r->data))
		return -EINVAL;
	if (copy_from_user(r->data, arg->data, len))
		return -EFAULT;
	return 0;
}
