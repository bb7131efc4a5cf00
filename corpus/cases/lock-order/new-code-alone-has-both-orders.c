// One function gets an outer lock, another swaps its two locks without it.
// lpcheck: expect refused
// lpcheck: because lock-order
// lpcheck: origin interleaving harness, family two-locks
// New left still takes a before b (under c), new right takes b before a without c: the new code deadlocks by itself, and
// in every mixture. Old code has one order only.
#include "kernel.h"

static DEFINE_MUTEX(a);
static DEFINE_MUTEX(b);
static DEFINE_MUTEX(c);
static u32 x;

void left(void)
{
#ifdef FIXED
	mutex_lock(&c);
#endif
	mutex_lock(&a);
	mutex_lock(&b);
	x = 1;
	mutex_unlock(&b);
	mutex_unlock(&a);
#ifdef FIXED
	mutex_unlock(&c);
#endif
}

void right(void)
{
#ifdef FIXED
	mutex_lock(&b);
	mutex_lock(&a);
#else
	mutex_lock(&a);
	mutex_lock(&b);
#endif
	mutex_unlock(&a);
	mutex_unlock(&b);
}
