// The number that put_user tells user space is divided in a local.
// lpcheck: expect refused
// lpcheck: because outside-format
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// A program built for nanoseconds is wrong by 1000; one that asks twice during the switch gets two numbers for one thing.
#include "kernel.h"

struct stat { u64 ns; };

int stat_get(struct stat *s, u64 __user *p)
{
	u64 t = s->ns;

#ifdef FIXED
	t = t / 1000;
#endif
	return put_user(t, p);
}
