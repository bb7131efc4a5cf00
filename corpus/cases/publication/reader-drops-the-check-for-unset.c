// The writer fills a field before it publishes the object, and the reader no longer tests that field for NULL.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin synthetic
// lpcheck: known-wrong another reason: refused for field-meaning, undischarged
// Objects published by old code, before the switch or by an old task, have no name until later: new show dereferences
// NULL on them. Old show never does.
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
	msleep(10);
	WRITE_ONCE(u->name, name);
#endif
	return 0;
}

char unit_show(u32 slot)
{
	struct unit *u = smp_load_acquire(&units[slot & 7]);

	if (!u)
		return 0;
#ifndef FIXED
	if (!u->name)
		return '?';
#endif
	return u->name[0];
}
