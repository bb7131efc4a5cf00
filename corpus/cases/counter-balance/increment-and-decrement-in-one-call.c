// A function newly counts itself in and out around its work.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: refused for counter-balance
// Both steps are in one invocation, on every exit; frames that entered the old version count neither.
#include "kernel.h"

static atomic_t running = ATOMIC_INIT(0);
int dev_work(struct file *file);

int dev_ioctl(struct file *file)
{
	int err;

#ifdef FIXED
	atomic_inc(&running);
#endif
	err = dev_work(file);
#ifdef FIXED
	atomic_dec(&running);
#endif
	return err;
}

int dev_running(void)
{
	return atomic_read(&running);
}
