// The static local that hands out numbers is renamed and widened.
// lpcheck: expect refused
// lpcheck: because static-local-duplicated
// lpcheck: because layout-change
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The new variable starts at 0 in the patch module while objects numbered by the old one live: numbers are given twice,
// also long after every task has switched.
#include "kernel.h"

struct client { u64 id; };

int client_register(struct client *c)
{
#ifdef FIXED
	static u64 last_id;

	c->id = ++last_id;
#else
	static u32 next_id;

	c->id = ++next_id;
#endif
	return 0;
}
