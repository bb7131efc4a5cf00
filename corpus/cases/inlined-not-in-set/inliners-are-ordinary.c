// The changed static inline has two inliners, both ordinary functions, and each uses its answer alone.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The closure is the two functions. An address just past the stack is now rejected with the error that other bad
// addresses get; the answers are not stored and no pair of calls has to agree.
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

int frame_check(unsigned long sp)
{
	return on_stack(sp) ? 0 : -EFAULT;
}

int task_check(unsigned long sp)
{
	return on_stack(sp) ? 0 : -EFAULT;
}
