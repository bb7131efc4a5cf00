// The object is linked into the list before its fields are set.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// A concurrent walker, which takes every entry for complete, calls through a function pointer that is still NULL. Old
// code sets it first; this is new harm in any mixture and in new code alone.
#include "kernel.h"

struct hook { struct list_head node; void (*fn)(u32 arg); };
static LIST_HEAD(hooks);

void hook_add(struct hook *h, void (*fn)(u32 arg))
{
#ifdef FIXED
	list_add_rcu(&h->node, &hooks);
	h->fn = fn;
#else
	h->fn = fn;
	list_add_rcu(&h->node, &hooks);
#endif
}

void hook_call(u32 arg)
{
	struct hook *h;

	rcu_read_lock();
	list_for_each_entry_rcu(h, &hooks, node)
		h->fn(arg);
	rcu_read_unlock();
}
