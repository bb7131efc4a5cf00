// Trap 11: pre takes a lock in addition and post drops it; an unchanged kernel thread calls the pair.
// lpcheck: expect refused
// lpcheck: because lock-balance
// lpcheck: because order-of-phases
// lpcheck: origin synthetic
// While the thread sleeps between the calls neither is on its stack: it is switched there, and old pre meets new post,
// which unlocks a mutex that nobody holds. A kernel thread never leaves the kernel; only the caller in the set helps.
#include "kernel.h"

static DEFINE_MUTEX(conf_lock);
static DEFINE_MUTEX(io_lock);
bool sync_due(void);

static noinline void sync_pre(void)
{
#ifdef FIXED
	mutex_lock(&conf_lock);
#endif
	mutex_lock(&io_lock);
}

static noinline void sync_post(void)
{
	mutex_unlock(&io_lock);
#ifdef FIXED
	mutex_unlock(&conf_lock);
#endif
}

int syncd(void *data)
{
	while (!kthread_should_stop()) {
		sync_pre();
		msleep(100);
		sync_post();
	}
	return 0;
}
