// The buffer is freed one statement earlier, before a message that does not use it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The twin: what the free moves across neither uses the buffer nor lets others in.
#include "kernel.h"

struct stat_reader { u32 n; };
int stat_emit(const char *text, u32 len);

int stat_read(struct stat_reader *r)
{
	char *text = kmalloc(64, GFP_KERNEL);
	int ret;

	if (!text)
		return -ENOMEM;
	text[0] = 'a' + r->n;
	ret = stat_emit(text, 1);
#ifdef FIXED
	kfree(text);
	pr_debug("one more reader\n");
#else
	pr_debug("one more reader\n");
	kfree(text);
#endif
	return ret;
}
