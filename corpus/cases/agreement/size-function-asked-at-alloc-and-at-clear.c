// A size function, asked once when the buffer is made and again when it is wiped, gives larger answers.
// lpcheck: expect refused
// lpcheck: because agreement
// lpcheck: because extent
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Buffers made by the old answer are wiped by the new, larger one: memory behind them is overwritten. The unchanged
// functions ask it at different times about the same object.
#include "kernel.h"

struct key { u32 bits; u8 *data; };

static noinline size_t key_bytes(const struct key *k)
{
#ifdef FIXED
	return ALIGN(DIV_ROUND_UP(k->bits, 8), 16);
#else
	return DIV_ROUND_UP(k->bits, 8);
#endif
}

int key_alloc(struct key *k)
{
	k->data = kmalloc(key_bytes(k), GFP_KERNEL);
	return k->data ? 0 : -ENOMEM;
}

void key_free(struct key *k)
{
	memset(k->data, 0, key_bytes(k));
	kfree(k->data);
}
