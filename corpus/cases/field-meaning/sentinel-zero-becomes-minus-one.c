// "No slot" is stored as -1 instead of 0, because slot 0 becomes usable.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// Objects of old code say "none" with 0: new release clears slot 0 under its owner. And an old release takes -1 of a new
// object for a slot and writes in front of the array.
#include "kernel.h"

struct user { int slot; };
static bool used[16];

void user_init(struct user *u)
{
#ifdef FIXED
	u->slot = -1;
#else
	u->slot = 0;
#endif
}

void user_release(struct user *u)
{
#ifdef FIXED
	if (u->slot != -1)
#else
	if (u->slot != 0)
#endif
		used[u->slot] = false;
}
