// The writer fills the field before it publishes the object; the reader stays as it is.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Readers find more objects complete than before and still handle the others.
#include "kernel.h"

struct unit { const char *name; u32 id; };
static struct unit *units[8];

int unit_add(u32 slot, struct unit *u, const char *name)
{
#ifdef FIXED
	u->name = name;
	smp_store_release(&units[slot & 7], u);
#else
	smp_store_release(&units[slot & 7], u);
	WRITE_ONCE(u->name, name);
#endif
	return 0;
}

char unit_show(u32 slot)
{
	struct unit *u = smp_load_acquire(&units[slot & 7]);

	if (!u)
		return 0;
	return u->name ? u->name[0] : '?';
}
