// A buffer allocated by this invocation is freed on the error path.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The buffer is private until the last line; no other code could have freed it.
#include "kernel.h"

struct img { u8 *data; };
int img_load(u8 *data);

int img_init(struct img *img)
{
	u8 *data = kmalloc(256, GFP_KERNEL);
	int err;

	if (!data)
		return -ENOMEM;
	err = img_load(data);
	if (err) {
#ifdef FIXED
		kfree(data);
#endif
		return err;
	}
	img->data = data;
	return 0;
}
