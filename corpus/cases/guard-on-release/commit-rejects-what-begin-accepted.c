// Commit newly refuses transactions above a size that old begin accepted.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: because order-of-phases
// lpcheck: origin synthetic
// A transaction begun by old code holds the journal lock until its commit; new commit returns an error before it lets
// go, and the journal is locked for ever.
#include "kernel.h"

static DEFINE_MUTEX(journal_lock);
struct trans { u32 blocks; };

int trans_begin(struct trans *t, u32 blocks)
{
	mutex_lock(&journal_lock);
	t->blocks = blocks;
	return 0;
}

int trans_commit(struct trans *t)
{
#ifdef FIXED
	if (t->blocks > 256)
		return -E2BIG;
#endif
	t->blocks = 0;
	mutex_unlock(&journal_lock);
	return 0;
}
