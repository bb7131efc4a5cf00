// A static marker whose address means "none" is replaced by another object in the function that stores it.
// lpcheck: expect refused
// lpcheck: because identity
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The unchanged function compares with the old marker, takes the new one for an entry and frees a static object.
#include "kernel.h"

struct entry { u32 value; };
static struct entry none_a, none_b;

void slot_clear(struct entry **slot)
{
#ifdef FIXED
	*slot = &none_b;
#else
	*slot = &none_a;
#endif
}

void slot_drop(struct entry **slot)
{
	if (*slot != &none_a)
		kfree(*slot);
	*slot = &none_a;
}
