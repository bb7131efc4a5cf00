// A variable moves to the section of what is mostly read.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Only its place would be another; its value, its type and the code are the same, and nothing waits for the move.
#include "kernel.h"

static int mode
#ifdef FIXED
__read_mostly
#endif
= 4;

int mode_of(int a)
{
	return a + mode;
}
