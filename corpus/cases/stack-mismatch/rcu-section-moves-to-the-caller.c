// The read-side section moves from the lookup to its caller, which uses the object in it.
// lpcheck: expect consistency
// lpcheck: because stack-mismatch
// lpcheck: because lock-balance
// lpcheck: because lock-protection
// lpcheck: because publication
// lpcheck: origin synthetic
// Immediate: an old caller enters the new lookup with no section, and entries are freed under the walk. One stack.
#include "kernel.h"

struct host { struct list_head node; u32 addr, port; };
static LIST_HEAD(hosts);
static struct host none;

static noinline struct host *host_find(u32 addr)
{
	struct host *h, *found = &none;
#ifndef FIXED
	rcu_read_lock();
#endif
	list_for_each_entry_rcu(h, &hosts, node)
		found = h->addr == addr ? h : found;
#ifndef FIXED
	rcu_read_unlock();
#endif
	return found;
}

u32 host_port(u32 addr)
{
	u32 port;
#ifdef FIXED
	rcu_read_lock();
	port = host_find(addr)->port;
	rcu_read_unlock();
#else
	port = host_find(addr)->port;
#endif
	return port;
}
