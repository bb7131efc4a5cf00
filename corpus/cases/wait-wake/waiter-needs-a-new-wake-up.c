// A new waiter waits for the count to reach zero; the put side newly wakes it.
// lpcheck: expect refused
// lpcheck: because wait-wake
// lpcheck: origin synthetic
// A put in an old worker brings the count to zero and wakes nobody: new exit sleeps for ever. The two are different
// tasks.
#include "kernel.h"

static DECLARE_WAIT_QUEUE_HEAD(drain_wait);
static atomic_t users = ATOMIC_INIT(0);
static struct work_struct put_work;

static void user_put_fn(struct work_struct *work)
{
#ifdef FIXED
	if (atomic_dec_and_test(&users))
		wake_up(&drain_wait);
#else
	atomic_dec(&users);
#endif
}

void user_put(void)
{
	INIT_WORK(&put_work, user_put_fn);
	schedule_work(&put_work);
}

void users_drain(void)
{
#ifdef FIXED
	wait_event(drain_wait, !atomic_read(&users));
#else
	while (atomic_read(&users))
		msleep(10);
#endif
}
