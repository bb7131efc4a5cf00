// The unlock moves in front of a computation on locals only.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// What leaves the section touches nothing that another context can see: the protected accesses are the same.
#include "kernel.h"

static DEFINE_SPINLOCK(table_lock);
static struct { u32 key, value; } table[16];

u32 table_digest(u32 slot)
{
	u32 key, value, digest;

	spin_lock(&table_lock);
	key = table[slot & 15].key;
	value = table[slot & 15].value;
#ifdef FIXED
	spin_unlock(&table_lock);
	digest = key * 31 + value;
#else
	digest = key * 31 + value;
	spin_unlock(&table_lock);
#endif
	return digest;
}
