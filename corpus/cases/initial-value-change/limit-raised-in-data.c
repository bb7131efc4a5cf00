// The whole fix is another initial value of a variable.
// lpcheck: expect refused
// lpcheck: because initial-value-change
// lpcheck: origin CVE-2016-5696 tcp: make challenge acks less predictable
// .data was initialised when the kernel came up; a redirect of functions leaves the running value as it is.
#include "kernel.h"

#ifdef FIXED
static int challenge_limit = 1000;
#else
static int challenge_limit = 100;
#endif
static int challenges;

bool may_challenge(void)
{
	return ++challenges <= challenge_limit;
}

void set_limit(int limit)
{
	challenge_limit = limit;
}
