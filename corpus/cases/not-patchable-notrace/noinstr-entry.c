// The fix is in a noinstr entry function.
// lpcheck: expect refused
// lpcheck: because not-patchable-notrace
// lpcheck: origin synthetic
// noinstr text is neither traced nor probed; a redirect at its entry is impossible.
#include "kernel.h"

static unsigned long nmi_count[2];
static unsigned long nmi_lost;

noinstr void nmi_enter_count(unsigned int cpu)
{
#ifdef FIXED
	if (cpu >= ARRAY_SIZE(nmi_count)) {
		nmi_lost++;
		return;
	}
#endif
	nmi_count[cpu]++;
}
