// A lookup under RCU is made under the lock that insertion and removal hold.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The read section shut nobody out, so old and new lookups meet each other as old ones did; against the unchanged writers
// each version is right by itself.
#include "kernel.h"

static DEFINE_SPINLOCK(table_lock);
struct item { u32 id; u32 hits; };
static struct item __rcu *current_item;

u32 item_hits(u32 id)
{
	struct item *it;
	u32 hits = 0;

#ifdef FIXED
	spin_lock(&table_lock);
#else
	rcu_read_lock();
#endif
	it = rcu_dereference(current_item);
	if (it && it->id == id)
		hits = it->hits;
#ifdef FIXED
	spin_unlock(&table_lock);
#else
	rcu_read_unlock();
#endif
	return hits;
}

void item_set(struct item *it)
{
	spin_lock(&table_lock);
	rcu_assign_pointer(current_item, it);
	spin_unlock(&table_lock);
}
