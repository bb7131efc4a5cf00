// A list is newly set up in an object that the same function makes.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Nobody knows the object yet.
#include "kernel.h"

struct set { struct list_head items; int n; };

struct set *set_new(void)
{
	struct set *s = kzalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return NULL;
#ifdef FIXED
	INIT_LIST_HEAD(&s->items);
#endif
	s->n = 0;
	return s;
}
