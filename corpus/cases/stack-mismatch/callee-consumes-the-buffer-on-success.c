// On success the callee now frees the buffer itself; its only caller no longer does.
// lpcheck: expect consistency
// lpcheck: because ownership
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// Immediate: new callee, old caller: the buffer is freed twice. One chain, both in the set.
#include "kernel.h"

int hw_write(const u8 *data, u32 n);

static noinline int frame_send(u8 *data, u32 n)
{
	int err = hw_write(data, n);

#ifdef FIXED
	if (!err)
		kfree(data);
#endif
	return err;
}

int frame_post(u32 n)
{
	u8 *data = kzalloc(64, GFP_KERNEL);
	int err;

	if (!data)
		return -ENOMEM;
	err = frame_send(data, min_t(u32, n, 64));
#ifdef FIXED
	if (err)
#endif
	kfree(data);
	return err;
}
