// The writer clears a flag and frees at once, instead of unpublishing and waiting for the readers.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: because ownership
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// A reader that is past its test uses what the new writer frees without waiting; with the old writer the grace period
// protects it. The new code does this harm by itself.
#include "kernel.h"

struct conf { u32 mtu; bool live; };
static struct conf *active;

void conf_drop(void)
{
	struct conf *c = active;

	if (!c)
		return;
#ifdef FIXED
	WRITE_ONCE(c->live, false);
#else
	rcu_assign_pointer(active, NULL);
	synchronize_rcu();
#endif
	kfree(c);
}

u32 conf_mtu(void)
{
	u32 mtu = 0;

	rcu_read_lock();
	if (rcu_dereference(active))
		mtu = rcu_dereference(active)->mtu;
	rcu_read_unlock();
	return mtu;
}
