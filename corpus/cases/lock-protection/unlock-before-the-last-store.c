// The unlock moves in front of a store to the shared table.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The store ran under the lock and now races with every other holder, old or new: new code meets old code (and itself)
// in a half-written entry. A removal of protection needs a partner, and there is none.
#include "kernel.h"

static DEFINE_SPINLOCK(table_lock);
static struct { u32 key, value; } table[16];

void table_set(u32 slot, u32 key, u32 value)
{
	spin_lock(&table_lock);
	table[slot & 15].key = key;
#ifdef FIXED
	spin_unlock(&table_lock);
	table[slot & 15].value = value;
#else
	table[slot & 15].value = value;
	spin_unlock(&table_lock);
#endif
}

u32 table_get(u32 slot, u32 key)
{
	u32 value = 0;

	spin_lock(&table_lock);
	if (table[slot & 15].key == key)
		value = table[slot & 15].value;
	spin_unlock(&table_lock);
	return value;
}
