// One arm of a condition stores a state that no old code knows; the reader is not changed.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Objects in state 3 are neither on nor off to the unchanged test.
#include "kernel.h"

struct lamp { int state; };

void lamp_set(struct lamp *l, bool on)
{
#ifdef FIXED
	l->state = on ? 1 : 3;
#else
	l->state = on ? 1 : 2;
#endif
}

bool lamp_is_off(struct lamp *l)
{
	return l->state == 2;
}
