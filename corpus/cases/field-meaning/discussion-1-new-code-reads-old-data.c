// Discussion 1: after everyone has switched, new code meets a length that old code stored in words.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// Only the reader of the new code is at fault with old objects, and they outlive every stack: stopping the machine helps
// no more than per-task. Somebody has to convert or tag them.
#include "kernel.h"

struct blob { u32 len; u32 words[16]; };

void blob_put(struct blob *b, u32 n, u32 value)
{
#ifdef FIXED
	b->len = n * sizeof(u32);
#else
	b->len = n;
#endif
	b->words[0] = value;
}

u32 blob_words(const struct blob *b)
{
#ifdef FIXED
	return b->len / sizeof(u32);
#else
	return b->len;
#endif
}
