// A predicate that decides both about the lock and about the unlock of an unchanged caller changes its answer.
// lpcheck: expect refused
// lpcheck: because agreement
// lpcheck: because lock-balance
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Between the two questions the caller sleeps; it can be switched there, since the predicate is not on its stack: locked
// by the old answer, not unlocked by the new one. The caller has to join the set.
#include "kernel.h"

static DEFINE_MUTEX(quota_lock);
struct ino { u32 flags; u32 blocks; };
void ino_write(struct ino *ino);

static noinline bool needs_quota(const struct ino *ino)
{
#ifdef FIXED
	return (ino->flags & 3) == 1;
#else
	return ino->flags & 1;
#endif
}

void ino_store(struct ino *ino)
{
	if (needs_quota(ino))
		mutex_lock(&quota_lock);
	ino_write(ino);
	msleep(1);
	if (needs_quota(ino))
		mutex_unlock(&quota_lock);
}
