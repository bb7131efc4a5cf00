// Who gives the out-parameter its default value moves from the callee to the caller.
// lpcheck: expect consistency
// lpcheck: because stack-mismatch
// lpcheck: because argument-mismatch
// lpcheck: because publication
// lpcheck: origin synthetic
// Immediate: the old caller leaves `list` uninitialised, the new callee does not set it, and the entry is added to a wild
// pointer. The variable is on the caller's stack and both are changed: per-task.
#include "kernel.h"

static LIST_HEAD(rules_in);
static LIST_HEAD(rules_out);
struct rule { struct list_head node; u32 kind; };

static noinline void rule_list(const struct rule *r, struct list_head **list)
{
#ifndef FIXED
	*list = &rules_in;
#endif
	if (r->kind == 2)
		*list = &rules_out;
}

void rule_add(struct rule *r)
{
#ifdef FIXED
	struct list_head *list = &rules_in;
#else
	struct list_head *list;
#endif

	rule_list(r, &list);
	list_add(&r->node, list);
}
