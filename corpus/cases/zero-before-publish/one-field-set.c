// A field that was left as allocated gets its value before the object is linked.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Private until list_add; 0 is what most objects carried there by chance and what readers treat as "none".
#include "kernel.h"

struct sess { struct list_head node; u32 id; u32 flags; };
static LIST_HEAD(sessions);
static DEFINE_SPINLOCK(lock);

int sess_new(u32 id)
{
	struct sess *s = kmalloc(sizeof(*s), GFP_KERNEL);

	if (!s)
		return -ENOMEM;
	s->id = id;
#ifdef FIXED
	s->flags = 0;
#endif
	spin_lock(&lock);
	list_add(&s->node, &sessions);
	spin_unlock(&lock);
	return 0;
}
