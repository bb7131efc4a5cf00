// A field is inserted into a struct that the caller makes on its stack and hands to a changed static callee.
// lpcheck: expect consistency
// lpcheck: because layout-change
// lpcheck: because stack-mismatch
// lpcheck: because field-meaning
// lpcheck: because argument-mismatch
// lpcheck: origin synthetic
// Immediate: the old caller's short object meets the new callee, which takes `limit` from the place of `used` and writes
// `used` behind the object. Both are changed and the caller is on the stack during the call, so per-task is enough.
#include "kernel.h"

struct walk {
#ifdef FIXED
	u32 flags;
#endif
	u32 limit;
	u32 used;
};

static noinline int walk_step(struct walk *w, u32 n)
{
	if (n > w->limit - w->used)
		return -ENOSPC;
	w->used += n;
	return 0;
}

int walk_all(const u32 *sizes, u32 n, u32 limit)
{
	struct walk w = { .limit = limit };
	u32 i;

	for (i = 0; i < n; i++)
		if (walk_step(&w, sizes[i]))
			return -ENOSPC;
	return (int)w.used;
}
