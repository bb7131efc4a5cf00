// A vertex that this call has linked is taken off again where the call fails.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// It was linked a moment ago, by this call, to neighbours that every other way takes off.
#include "kernel.h"

struct vertex { struct list_head group_entry; int degree; };
int vertex_check(struct vertex *v);

int vertex_group(struct vertex *v, struct list_head *stack)
{
	int err;

	list_add(&v->group_entry, stack);
	err = vertex_check(v);
	if (err < 0) {
#ifdef FIXED
		list_del(&v->group_entry);
#endif
		return err;
	}
	return 0;
}

void vertex_ungroup(struct vertex *v)
{
	list_del(&v->group_entry);
}
