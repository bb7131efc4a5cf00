// The fix is another initial value of a static local.
// lpcheck: expect refused
// lpcheck: because static-local-duplicated
// lpcheck: because initial-value-change
// lpcheck: origin synthetic
// Correlated, the variable keeps its running value and the fix does nothing; not correlated, the count starts again
// and the budget that was used up is granted a second time.
#include "kernel.h"

int take_budget(void)
{
#ifdef FIXED
	static int budget = 64;
#else
	static int budget = 1024;
#endif
	if (budget <= 0)
		return -EBUSY;
	budget--;
	return 0;
}
