// A static function returns an error pointer where it returned NULL; its unchanged caller tests for NULL.
// lpcheck: expect refused
// lpcheck: because return-mismatch
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The unchanged caller follows the error pointer. The other half of the change is not in the fix.
#include "kernel.h"

struct slot { u32 used; u32 value; };
static struct slot slots[4];

static noinline struct slot *slot_get(u32 i)
{
	if (i >= 4)
#ifdef FIXED
		return ERR_PTR(-ENOENT);
#else
		return NULL;
#endif
	return &slots[i];
}

int slot_set(u32 i, u32 value)
{
	struct slot *s = slot_get(i);

	if (!s)
		return -EINVAL;
	s->value = value;
	return 0;
}
