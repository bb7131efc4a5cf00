// A copy of 16 bytes into a member of 16 becomes one of 32.
// lpcheck: expect refused
// lpcheck: because extent
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// What lies behind the member is overwritten, in new code alone.
#include "kernel.h"

struct name { u8 text[16]; int next; };

void name_set(struct name *n, const u8 *from)
{
#ifdef FIXED
	memcpy(n->text, from, 32);
#else
	memcpy(n->text, from, 16);
#endif
}
