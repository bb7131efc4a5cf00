// Discussion 4, the safe form: the tag adds to what old code reads instead of changing it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: refused for field-meaning, undischarged
// `len` keeps its unit. Tag and CRC lie in zeroed words that old code neither reads nor writes; without the tag the new
// reader does what the old one does.
#include "kernel.h"

struct blob { u32 len; u32 version; u32 crc; };
u32 blob_crc(u32 len);

void blob_init(struct blob *b, u32 n)
{
	memset(b, 0, sizeof(*b));
	b->len = n;
#ifdef FIXED
	b->crc = blob_crc(n);
	b->version = 1;
#endif
}

int blob_words(const struct blob *b)
{
	if (b->len > 1024)
		return -EINVAL;
#ifdef FIXED
	if (b->version == 1 && b->crc != blob_crc(b->len))
		return -EINVAL;
#endif
	return (int)b->len;
}
