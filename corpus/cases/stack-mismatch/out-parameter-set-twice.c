// The caller gives the out-parameter its default as well; the callee still does.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// In every pair the callee stores the default before anybody reads it; the caller's store is overwritten.
#include "kernel.h"

static LIST_HEAD(rules_in);
static LIST_HEAD(rules_out);
struct rule { struct list_head node; u32 kind; };

static noinline void rule_list(const struct rule *r, struct list_head **list)
{
	*list = &rules_in;
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
