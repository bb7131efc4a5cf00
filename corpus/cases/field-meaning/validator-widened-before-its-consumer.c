// The setter accepts values that the reader newly understands; old readers index a table with them.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// A switched task stores 9; a task not yet switched reads table[9] of an 8-entry table. Old setters rejected it, so no
// old run has this. (Remedy: the reader first, the setter in a second fix.)
#include "kernel.h"

static const u32 weights[8] = { 1, 2, 4, 8, 16, 32, 64, 128 };
struct prio { u32 level; };

int prio_set(struct prio *p, u32 level)
{
#ifdef FIXED
	if (level > 15)
#else
	if (level > 7)
#endif
		return -EINVAL;
	p->level = level;
	return 0;
}

u32 prio_weight(const struct prio *p)
{
#ifdef FIXED
	return weights[p->level & 7];
#else
	return weights[p->level];
#endif
}
