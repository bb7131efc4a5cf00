// atomic_inc becomes a read and a set.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: because counter-balance
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// What another CPU counts between the two is lost, in every mixture and in new code alone.
#include "kernel.h"

struct stat { atomic_t n; };

void stat_count(struct stat *s)
{
#ifdef FIXED
	atomic_set(&s->n, atomic_read(&s->n) + 1);
#else
	atomic_inc(&s->n);
#endif
}
