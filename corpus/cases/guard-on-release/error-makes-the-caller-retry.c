// A callee returns -EAGAIN on one more input, and its unchanged caller retries on -EAGAIN without end.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: because return-mismatch
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// For an entry of kind 7 the loop never ends: new code alone hangs where old code went on.
#include "kernel.h"

struct entry { u32 kind, value; };
u32 sum;

static noinline int entry_add(const struct entry *e)
{
	if (sum > UINT_MAX - e->value)
		return -EAGAIN;
#ifdef FIXED
	if (e->kind == 7)
		return -EAGAIN;
#endif
	sum += e->value;
	return 0;
}

void entry_account(const struct entry *e)
{
	while (entry_add(e) == -EAGAIN)
		schedule();
}
