// A buffer with a key is wiped before it is freed.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The buffer is this invocation's own and is about to go; nobody reads it afterwards.
#include "kernel.h"

int key_use(const u8 *key);

int key_once(const u8 __user *src)
{
	u8 *key = kmalloc(32, GFP_KERNEL);
	int err = -EFAULT;

	if (!key)
		return -ENOMEM;
	if (!copy_from_user(key, src, 32))
		err = key_use(key);
#ifdef FIXED
	memzero_explicit(key, 32);
#endif
	kfree(key);
	return err;
}
