// A function that changes data takes the write side of the lock whose read side it took.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The write side excludes all that the read side excluded, and readers too. No caller holds the lock, nothing inside
// takes another.
#include "kernel.h"

static DECLARE_RWSEM(conf_sem);
static u32 conf_a, conf_b;

void conf_bump(void)
{
#ifdef FIXED
	down_write(&conf_sem);
	conf_a++;
	up_write(&conf_sem);
#else
	down_read(&conf_sem);
	conf_a++;
	up_read(&conf_sem);
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
