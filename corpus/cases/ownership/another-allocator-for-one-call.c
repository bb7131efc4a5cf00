// A buffer of one call comes from kvmalloc instead of kmalloc, and is freed by kvfree.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Nobody else ever frees it.
#include "kernel.h"

int hw_send(const u8 *buf, size_t n);

int msg_send(size_t n)
{
#ifdef FIXED
	u8 *buf = kvmalloc(n, GFP_KERNEL);
#else
	u8 *buf = kmalloc(n, GFP_KERNEL);
#endif

	if (!buf)
		return -ENOMEM;
	buf[0] = 1;
#ifdef FIXED
	kvfree(buf);
#else
	kfree(buf);
#endif
	return 0;
}
