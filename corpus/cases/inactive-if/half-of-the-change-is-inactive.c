// The lock moves from the callee to the caller, but the callee's half lies in a branch this configuration leaves out.
// lpcheck: expect refused
// lpcheck: because inactive-if
// lpcheck: because lock-balance
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// What is really compiled is a caller that takes the lock and a callee that takes it again: the new code alone
// deadlocks, which no run of the old code does.
#include "kernel.h"

static DEFINE_MUTEX(cfg_lock);
static int cfg;

static noinline void cfg_store(int value)
{
#ifdef CONFIG_CFG_CALLER_LOCKS
#ifdef FIXED
	cfg = value;
#endif
#else
	mutex_lock(&cfg_lock);
	cfg = value;
	mutex_unlock(&cfg_lock);
#endif
}

void cfg_set(int value)
{
#ifdef FIXED
	mutex_lock(&cfg_lock);
	cfg_store(value);
	mutex_unlock(&cfg_lock);
#else
	cfg_store(value);
#endif
}
