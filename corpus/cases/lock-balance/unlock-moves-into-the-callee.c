// The callee drops the lock, which its caller has taken, before it sleeps; the caller no longer drops it.
// lpcheck: expect consistency
// lpcheck: because lock-balance
// lpcheck: because stack-mismatch
// lpcheck: because sleep-in-atomic
// lpcheck: origin synthetic
// Immediate: old caller, new callee: unlocked twice; new caller, old callee: never. One chain on one stack.
#include "kernel.h"

static DEFINE_MUTEX(dev_lock);
static u32 pending;

static noinline void dev_flush(void)
{
	pending = 0;
#ifdef FIXED
	mutex_unlock(&dev_lock);
#endif
	msleep(10);
}

void dev_sync(void)
{
	mutex_lock(&dev_lock);
	dev_flush();
#ifndef FIXED
	mutex_unlock(&dev_lock);
#endif
}
