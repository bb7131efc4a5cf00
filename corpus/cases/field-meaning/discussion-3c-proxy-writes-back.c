// Discussion 3, third way out: a proxy. The function converts on its own stack and writes back what it found.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Between entry and exit the object keeps the old format under the lock; the new unit exists in a local only.
#include "kernel.h"

struct blob { u32 len; u32 words[16]; };
static DEFINE_SPINLOCK(blob_lock);

u32 blob_grow(struct blob *b, u32 n)
{
	u32 bytes;

	if (n > ARRAY_SIZE(b->words))
		return 0;
	spin_lock(&blob_lock);
#ifdef FIXED
	bytes = b->len * sizeof(u32);
	if (bytes + n * sizeof(u32) <= sizeof(b->words))
		bytes += n * sizeof(u32);
	b->len = bytes / sizeof(u32);
#else
	if (b->len + n <= ARRAY_SIZE(b->words))
		b->len += n;
	bytes = b->len * sizeof(u32);
#endif
	spin_unlock(&blob_lock);
	return bytes;
}
