// A callback that unchanged code calls through a pointer gains a parameter.
// lpcheck: expect refused
// lpcheck: because prototype-mismatch
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// The unchanged walker passes one argument whatever version runs; new code alone reads garbage as `depth`.
#include "kernel.h"

struct node { struct node *next; u32 value; };
void walk_nodes(struct node *first, int (*visit)(struct node *n));
static u32 sum;

#ifdef FIXED
static int visit_node(struct node *n, u32 depth)
{
	sum += depth ? n->value : 0;
	return 0;
}
#else
static int visit_node(struct node *n)
{
	sum += n->value;
	return 0;
}
#endif

void sum_nodes(struct node *first)
{
	walk_nodes(first, (int (*)(struct node *))visit_node);
}
