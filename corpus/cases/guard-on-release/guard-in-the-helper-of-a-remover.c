// A check that the remover asks first newly refuses objects that old code has made.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// An entry with a large weight, added before the switch, can never be removed again: new entry_check answers -EINVAL, the
// unchanged remover leaves before it unlinks and frees. The error is one that the check always had.
#include "kernel.h"

static LIST_HEAD(entries);
struct entry { struct list_head list; u32 weight; u32 users; };

static noinline int entry_check(struct entry *e)
{
	if (e->users)
		return -EINVAL;
#ifdef FIXED
	if (e->weight > 100)
		return -EINVAL;
#endif
	return 0;
}

int entry_remove(struct entry *e)
{
	int err = entry_check(e);

	if (err)
		return err;
	list_del(&e->list);
	kfree(e);
	return 0;
}
