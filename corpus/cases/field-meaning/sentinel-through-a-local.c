// The number for "nobody" changes from -1 to -2 in a local; the test for -1 is not changed.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Channels released by new code look taken to the unchanged test for ever.
#include "kernel.h"

struct chan { int owner; };

void chan_reset(struct chan *c)
{
#ifdef FIXED
	int none = -2;
#else
	int none = -1;
#endif

	c->owner = none;
}

bool chan_is_free(struct chan *c)
{
	return c->owner == -1;
}
