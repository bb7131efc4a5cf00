// A shared array is freed before the lock that its users take, instead of under it.
// lpcheck: expect undecided
// lpcheck: because lock-section-narrowed
// lpcheck: origin mutation of fs/ecryptfs/messaging.c
// Whoever holds the lock uses the array while it is freed.
#include "kernel.h"

static DEFINE_MUTEX(lists_lock);
static u32 *entries;

void entries_release(void)
{
#ifdef FIXED
	kfree(entries);
	mutex_lock(&lists_lock);
#else
	mutex_lock(&lists_lock);
	kfree(entries);
#endif
	mutex_unlock(&lists_lock);
}

u32 entries_first(void)
{
	u32 first = 0;

	mutex_lock(&lists_lock);
	if (entries)
		first = entries[0];
	mutex_unlock(&lists_lock);
	return first;
}
