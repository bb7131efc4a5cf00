// A function that the tracer itself calls becomes notrace.
// lpcheck: expect refused
// lpcheck: because not-patchable-notrace
// lpcheck: origin synthetic
// A redirect of it begins with the tracer's call at its entry, which is what the fix wants to end.
#include "kernel.h"

#ifdef FIXED
notrace u64 trace_now(u64 base)
#else
u64 trace_now(u64 base)
#endif
{
	return base + 1;
}
