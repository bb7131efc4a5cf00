// A member is read before the put instead of behind it.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Old code may read freed memory for a little longer; the new one does not.
#include "kernel.h"

struct obj { struct kref ref; int n; };
void obj_release(struct kref *ref);

void obj_drop(struct obj *o)
{
	int n = 0;

#ifdef FIXED
	n = o->n;
#endif
	kref_put(&o->ref, obj_release);
	pr_info("%d left\n", n);
}
