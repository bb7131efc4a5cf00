// Another member is fetched behind the check; what was checked is not asked for again.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct req { u32 len; u32 kind; char data[64]; };

int set_req(struct req *r, struct req __user *arg)
{
	u32 len, kind;

	if (get_user(len, &arg->len))
		return -EFAULT;
	if (len > sizeof(r->data))
		return -EINVAL;
#ifdef FIXED
	if (get_user(kind, &arg->kind))
		return -EFAULT;
	if (kind > 3)
		return -EINVAL;
#endif
	if (copy_from_user(r->data, arg->data, len))
		return -EFAULT;
	return 0;
}
