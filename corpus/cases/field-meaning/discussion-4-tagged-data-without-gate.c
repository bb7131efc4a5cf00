// Discussion 4: new objects carry a version tag that new readers honour; old readers do not know it.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// The tag saves new code from old objects, not old code from new ones: an unswitched task reads bytes as words, and so
// does everybody after a disable.
#include "kernel.h"

struct blob { u32 len; u32 version; };

void blob_init(struct blob *b, u32 n)
{
	memset(b, 0, sizeof(*b));
#ifdef FIXED
	b->version = 1;
	b->len = n * 4;
#else
	b->len = n;
#endif
}

u32 blob_words(const struct blob *b)
{
#ifdef FIXED
	if (b->version == 1)
		return b->len / 4;
#endif
	return b->len;
}
