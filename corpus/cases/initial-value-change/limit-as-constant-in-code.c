// The same limit as a constant in the one function that tests it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The constant travels with the function. The counter is only compared, never sized by it: a mixture rejects at either
// limit, as old or new code would.
#include "kernel.h"

static int challenges;

bool may_challenge(void)
{
#ifdef FIXED
	return ++challenges <= 1000;
#else
	return ++challenges <= 100;
#endif
}
