// An entry that a cursor may stand on is newly taken off the list; the unchanged reader steps on from it.
// lpcheck: expect refused
// lpcheck: because order-of-phases
// lpcheck: because field-meaning
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// No old code leaves an entry unlinked that can still be reached: the reader steps from the entry to itself for ever.
#include "kernel.h"

struct obj { struct list_head node; int n; };
struct set { struct mutex lock; struct list_head objs; struct obj *cur; };

void set_touch(struct set *s, struct obj *o)
{
	mutex_lock(&s->lock);
	o->n++;
#ifdef FIXED
	list_del_init(&o->node);
#endif
	mutex_unlock(&s->lock);
}

struct obj *set_next(struct set *s)
{
	s->cur = list_next_entry(s->cur, node);
	return s->cur;
}
