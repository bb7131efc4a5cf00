// A percentage is clamped at 100.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The value is computed from the arguments and returned for display only; it stays in the range of right answers.
#include "kernel.h"

u32 percent(u32 part, u32 whole)
{
	u32 p;

	if (!whole)
		return 0;
	p = part * 100ULL / whole;
#ifdef FIXED
	p = min_t(u32, p, 100);
#endif
	return p;
}
