// A function that makes an object newly fails; its caller drops what it was handed only where it got one.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The table that the guard turns away keeps its old slots for ever: they were made before it, by old code.
#include "kernel.h"

struct table { u32 *slots; u32 n; };

u32 *slots_make(u32 n)
{
	if (!n)
		return NULL;
#ifdef FIXED
	if (n > 1024)
		return NULL;
#endif
	return kmalloc_array(n, 4, GFP_KERNEL);
}

int table_drop(struct table *t, u32 *log)
{
	u32 *note = slots_make(t->n);

	if (!note)
		return -ENOMEM;
	*log = note[0];
	kfree(note);
	kfree(t->slots);
	t->slots = NULL;
	return 0;
}
