// The changed static inline is compiled into an entry function that cannot be redirected.
// lpcheck: expect refused
// lpcheck: because inlined-not-in-set
// lpcheck: because not-patchable-notrace
// lpcheck: origin synthetic
// The fix has to replace every function that contains the helper. One of them is noinstr, so its copy stays old.
#include "kernel.h"

static unsigned long stack_lo, stack_hi;

static __always_inline bool on_stack(unsigned long sp)
{
#ifdef FIXED
	return sp >= stack_lo && sp < stack_hi;
#else
	return sp >= stack_lo && sp <= stack_hi;
#endif
}

noinstr int entry_check(unsigned long sp)
{
	return on_stack(sp) ? 0 : -EFAULT;
}

int task_check(unsigned long sp)
{
	return on_stack(sp) ? 0 : -EFAULT;
}
