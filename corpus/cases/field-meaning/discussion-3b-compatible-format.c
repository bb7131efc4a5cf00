// Discussion 3, second way out: the new code keeps a format that both versions read and write alike.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// It computes in bytes but stores words, as old code does. Whoever meets whose object reads the same number.
#include "kernel.h"

struct blob { u32 len; u32 words[16]; };

int blob_put(struct blob *b, u32 n)
{
#ifdef FIXED
	u32 bytes = n * sizeof(u32);

	if (n > ARRAY_SIZE(b->words))
		return -E2BIG;
	b->len = bytes / sizeof(u32);
#else
	if (n > ARRAY_SIZE(b->words))
		return -E2BIG;
	b->len = n;
#endif
	return 0;
}
