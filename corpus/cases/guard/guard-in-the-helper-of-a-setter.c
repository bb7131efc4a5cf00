// A check that a setter asks first newly refuses a value, with the first error that the check ever had.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The unchanged callers leave before they take or give back anything; what they leave undone nobody waits for, and each
// invocation meets one version of the check.
#include "kernel.h"

struct entry { u32 weight; u32 limit; };

static noinline int entry_check(struct entry *e, u32 weight)
{
#ifdef FIXED
	if (weight > e->limit)
		return -EINVAL;
#endif
	e->weight = weight;
	return 0;
}

int entry_set(struct entry *e, u32 weight)
{
	char *name;
	int err = entry_check(e, weight);

	if (err)
		return err;
	name = kmalloc(16, GFP_KERNEL);
	if (!name)
		return -ENOMEM;
	kfree(name);
	return 0;
}
