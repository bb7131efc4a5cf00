// A counter that the lock protected is counted under RCU only.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// The read section shuts nobody out: new increments run beside old and unchanged ones and are lost.
#include "kernel.h"

static DEFINE_SPINLOCK(table_lock);
struct item { u32 id; u32 hits; };
static struct item *current_item;

void item_hit(void)
{
#ifdef FIXED
	rcu_read_lock();
#else
	spin_lock(&table_lock);
#endif
	current_item->hits++;
#ifdef FIXED
	rcu_read_unlock();
#else
	spin_unlock(&table_lock);
#endif
}

void item_reset(void)
{
	spin_lock(&table_lock);
	current_item->hits = 0;
	spin_unlock(&table_lock);
}
