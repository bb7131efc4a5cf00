// A guard is added to a function that owns a static local.
// lpcheck: expect immediate
// lpcheck: condition correlate-static
// lpcheck: origin synthetic
// The guard is harmless as long as the replacement counts in the original variable, hence the condition.
#include "kernel.h"

struct client { u32 id; bool dead; };

int client_register(struct client *c)
{
	static u32 next_id;

	if (!c)
		return -EINVAL;
#ifdef FIXED
	if (c->dead)
		return -EINVAL;
#endif
	c->id = ++next_id;
	return 0;
}
