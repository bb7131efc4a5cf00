// The buffer is freed one statement earlier, before it is copied out.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: because order-of-phases
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Memory is used after it was freed, in every run of the new version.
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
#ifdef FIXED
	kfree(text);
	ret = stat_emit(text, 1);
#else
	ret = stat_emit(text, 1);
	kfree(text);
#endif
	return ret;
}
