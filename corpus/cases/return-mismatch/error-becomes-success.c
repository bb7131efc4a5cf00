// A failed allocation is reported as success through the variable that is returned.
// lpcheck: expect refused
// lpcheck: because return-mismatch
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Callers of every version go on to use the mapping that is not there.
#include "kernel.h"

struct vram { void *map; u32 size; };
void *map_make(u32 size);

int vram_setup(struct vram *v)
{
	int ret = 0;

	v->map = map_make(v->size);
	if (!v->map) {
		pr_warn("vram: no mapping\n");
#ifdef FIXED
		ret = 0;
#else
		ret = -ENOMEM;
#endif
		goto out;
	}
	pr_debug("vram: mapped\n");
out:
	return ret;
}
