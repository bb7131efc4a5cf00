// The same change of the predicate, whose answer the caller keeps for lock and unlock.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Each invocation uses one answer for both calls. What the answer decides is only whether the work is traced, which no
// other code relies on.
#include "kernel.h"

struct ino { u32 flags; u32 blocks; };
void ino_write(struct ino *ino);
void ino_trace(const struct ino *ino);

static noinline bool wants_trace(const struct ino *ino)
{
#ifdef FIXED
	return (ino->flags & 3) == 1;
#else
	return ino->flags & 1;
#endif
}

void ino_store(struct ino *ino)
{
	bool trace = wants_trace(ino);

	if (trace)
		ino_trace(ino);
	ino_write(ino);
	if (trace)
		ino_trace(ino);
}
