// A check two calls below the remover newly refuses objects that old code has made.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The error passes through a function that only hands it on; the remover leaves before it unlinks and frees.
#include "kernel.h"

struct entry { struct list_head list; u32 weight; u32 users; };

static noinline int entry_check(struct entry *e)
{
	if (e->users)
		return -EBUSY;
#ifdef FIXED
	if (e->weight > 100)
		return -EBUSY;
#endif
	return 0;
}

static noinline int entry_prepare(struct entry *e)
{
	return entry_check(e);
}

int entry_remove(struct entry *e)
{
	int err;

	err = entry_prepare(e);
	if (err < 0)
		return err;
	list_del(&e->list);
	kfree(e);
	return 0;
}
