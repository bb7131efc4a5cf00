// A walk over an array no longer looks at an element that it skipped before in another way.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct tab { int n[8]; int sum; };

int tab_sum(struct tab *t)
{
	int i, s = 0;

	for (i = 0; i < 8; i++) {
#ifdef FIXED
		if (t->n[i] < 0)
			continue;
#endif
		s += t->n[i];
	}
	pr_info("%d\n", s);
	return 0;
}
