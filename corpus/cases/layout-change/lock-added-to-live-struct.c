// The fix brings its own lock, as a new member of objects that exist already.
// lpcheck: expect refused
// lpcheck: because layout-change
// lpcheck: origin synthetic
// Objects made by old code have neither the bytes nor an initialised lock: new add takes a lock in foreign memory.
#include "kernel.h"

struct table {
	u32 used;
	u32 slots[7];
#ifdef FIXED
	spinlock_t lock;
#endif
};

struct table *table_new(void)
{
	struct table *t = kzalloc(sizeof(*t), GFP_KERNEL);
#ifdef FIXED
	if (t)
		spin_lock_init(&t->lock);
#endif
	return t;
}

void table_add(struct table *t, u32 value)
{
#ifdef FIXED
	spin_lock(&t->lock);
#endif
	if (t->used < ARRAY_SIZE(t->slots))
		t->slots[t->used++] = value;
#ifdef FIXED
	spin_unlock(&t->lock);
#endif
}
