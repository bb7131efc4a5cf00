// The same pair, called by a function that returns and is changed too.
// lpcheck: expect consistency
// lpcheck: because lock-balance
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// sync_once is on the stack from before pre until after post, so one task runs both of one version; between tasks both
// versions hold io_lock, and conf_lock before io_lock is the only order. Immediate mixes old pre with new post.
#include "kernel.h"

static DEFINE_MUTEX(conf_lock);
static DEFINE_MUTEX(io_lock);
static u32 rounds;

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

void sync_once(void)
{
	sync_pre();
#ifdef FIXED
	if (rounds < UINT_MAX)
#endif
	rounds++;
	msleep(100);
	sync_post();
}
