// The header was checked; the whole is then duplicated from user space with its own, other length.
// lpcheck: expect undecided
// lpcheck: because undischarged
// lpcheck: origin synthetic
#include "kernel.h"

struct req { u32 len; char data[60]; };
struct dev { struct req *req; };

int set_req(struct dev *d, struct req __user *arg)
{
	struct req head, *r;

	if (copy_from_user(&head, arg, sizeof(head)))
		return -EFAULT;
	if (head.len > sizeof(head.data))
		return -EINVAL;
#ifdef FIXED
	r = memdup_user(arg, sizeof(*r));
#else
	r = kmemdup(&head, sizeof(head), GFP_KERNEL);
	if (!r)
		return -ENOMEM;
#endif
	if (IS_ERR(r))
		return PTR_ERR(r);
	d->req = r;
	return 0;
}
