// Discussion 3, first way out: convert, but write the new format only after everyone has switched.
// lpcheck: expect consistency
// lpcheck: because field-meaning
// lpcheck: condition no-disable
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: refused for field-meaning, undischarged
// The gate opens in post_patch, when no old code is left, so old readers never meet bytes; new readers know both. Without
// finishing the transition (immediate, force) it opens over old frames. Disabling would bring old readers back.
#include "kernel.h"

struct klp_callbacks { void (*post_patch)(void *obj); };
struct blob { u32 len; bool in_bytes; spinlock_t lock; };
#ifdef FIXED
static bool gate; static void open_gate(void *obj) { gate = true; }
struct klp_callbacks blob_callbacks = { .post_patch = open_gate };
#endif

void blob_set(struct blob *b, u32 n)
{
	spin_lock(&b->lock);
#ifdef FIXED
	b->len = (b->in_bytes = READ_ONCE(gate)) ? n * 4 : n;
#else
	b->len = n;
#endif
	spin_unlock(&b->lock);
}

u32 blob_words(struct blob *b)
{
	u32 n;
	spin_lock(&b->lock);
#ifdef FIXED
	n = b->in_bytes ? b->len / 4 : b->len;
#else
	n = b->len;
#endif
	spin_unlock(&b->lock);
	return n;
}
