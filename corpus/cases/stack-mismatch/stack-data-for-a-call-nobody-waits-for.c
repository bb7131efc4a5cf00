// on_each_cpu no longer waits, and its data stand on the stack.
// lpcheck: expect refused
// lpcheck: because stack-mismatch
// lpcheck: because ownership
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The other CPUs read a frame that is gone, in new code alone.
#include "kernel.h"

struct job { int n; };
void job_ipi(void *data);

void job_all(void)
{
	struct job job = { 0 };

#ifdef FIXED
	on_each_cpu(job_ipi, &job, 0);
#else
	on_each_cpu(job_ipi, &job, 1);
#endif
}
