// The changed function is marked __noreturn and is where a dying thread stays.
// lpcheck: expect refused
// lpcheck: because not-patchable-noreturn
// lpcheck: origin synthetic
// A task inside it never leaves, and callers were compiled with nothing behind the call; a patch cannot rely on either.
#include "kernel.h"

static atomic_t parked = ATOMIC_INIT(0);
void park_cpu(int cpu);

void __noreturn cpu_park(int cpu)
{
#ifdef FIXED
	if (cpu < 0)
		panic("bad cpu");
#endif
	atomic_inc(&parked);
	for (;;)
		park_cpu(cpu);
}
