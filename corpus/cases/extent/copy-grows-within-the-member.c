// A copy of 8 bytes into a member of 16 becomes one of 16.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The member holds it, and every reader takes whatever bytes stand there.
#include "kernel.h"

struct name { u8 text[16]; int next; };

void name_set(struct name *n, const u8 *from)
{
#ifdef FIXED
	memcpy(n->text, from, 16);
#else
	memcpy(n->text, from, 8);
#endif
}
