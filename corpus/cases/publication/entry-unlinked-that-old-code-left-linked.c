// A vertex is taken off the group's list before it goes; old code let it go while its neighbours pointed to it.
// lpcheck: expect refused
// lpcheck: because publication
// lpcheck: origin net/unix/garbage.c (unix_del_edge), reduced
// lpcheck: known-wrong too strict: undecided for undischarged
// A neighbour that old code let go is freed; to take this one off writes to it. Old code never followed such links again.
#include "kernel.h"

struct vertex { struct list_head entry, group_entry; int degree; };

void vertex_group(struct vertex *v, struct list_head *stack)
{
	list_add(&v->group_entry, stack);
}

void edge_drop(struct vertex *v, struct list_head *spare)
{
	v->degree--;
	if (!v->degree) {
		list_move_tail(&v->entry, spare);
#ifdef FIXED
		list_del(&v->group_entry);
#endif
	}
}

void spare_free(struct list_head *spare)
{
	struct vertex *v, *next;

	list_for_each_entry_safe(v, next, spare, entry) {
		list_del(&v->entry);
		kfree(v);
	}
}
