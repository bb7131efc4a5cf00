// A new helper of the patch is handed down as a callback that is used up within the call.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for indirect-call, undischarged
// No pointer into the patch module outlives the invocation: the fix works as the loop it replaces.
#include "kernel.h"

struct node { struct node *next; u32 value; };
#ifdef FIXED
static u32 node_value(const struct node *n) { return n->value; }

static u32 sum_by(const struct node *n, u32 (*value)(const struct node *n))
{
	u32 sum = 0;

	for (; n; n = n->next)
		sum += value(n);
	return sum;
}
#endif

u32 sum_nodes(const struct node *n)
{
#ifdef FIXED
	return sum_by(n, node_value);
#else
	u32 sum = 0;

	for (; n; n = n->next)
		sum += n->value;
	return sum;
#endif
}
