// A room that goes in and comes out again is tested once more.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The old version read what the caller left there too.
#include "kernel.h"

struct key { u32 off; };
struct edit { int n; struct key keys[8]; };

int edit_fill(struct edit *e, struct key *out, int *room)
{
	int k;

	if (*room < 1)
		return -ENOSPC;
#ifdef FIXED
	if (e->n > *room)
		return -ENOSPC;
#endif
	for (k = 0; k < e->n; k++)
		out[k] = e->keys[k];
	*room = k;
	return 0;
}
