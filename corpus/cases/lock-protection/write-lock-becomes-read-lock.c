// A function that changes data takes the read side of the lock whose write side it took.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for lock-mode-weakened
// Readers, and a second caller, now run beside the change: a removal of exclusion in new code, and against every old
// holder.
#include "kernel.h"

static DECLARE_RWSEM(conf_sem);
static u32 conf_a, conf_b;

void conf_move(u32 n)
{
#ifdef FIXED
	down_read(&conf_sem);
	conf_a -= n;
	conf_b += n;
	up_read(&conf_sem);
#else
	down_write(&conf_sem);
	conf_a -= n;
	conf_b += n;
	up_write(&conf_sem);
#endif
}

u32 conf_sum(void)
{
	u32 sum;

	down_read(&conf_sem);
	sum = conf_a + conf_b;
	up_read(&conf_sem);
	return sum;
}
