// Only the reader decodes a stored value in another way, and asserts on the result.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin interleaving harness, family field
// lpcheck: known-wrong too strict: undecided for undischarged
// The unchanged writer stores v * 2, before and after the switch: the new reader takes that for v + 1 and brings the
// machine down where the old one went on.
#include "kernel.h"

struct box { int val; };

void box_set(struct box *b, int v)
{
	b->val = v * 2;
}

void box_check(struct box *b, int v)
{
#ifdef FIXED
	BUG_ON(b->val - 1 != v);
#else
	BUG_ON(b->val / 2 != v);
#endif
}
