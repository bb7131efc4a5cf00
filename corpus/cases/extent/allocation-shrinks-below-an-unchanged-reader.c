// The allocation drops the spare entry that an unchanged function uses as terminator.
// lpcheck: expect refused
// lpcheck: because extent
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Unchanged vec_end writes data[n], which is behind objects made by new code: harm of the new code alone.
#include "kernel.h"

struct vec { u32 n; u32 *data; };

int vec_init(struct vec *v, u32 n)
{
	if (n > 1024)
		return -EINVAL;
#ifdef FIXED
	v->data = kcalloc(n, sizeof(u32), GFP_KERNEL);
#else
	v->data = kcalloc(n + 1, sizeof(u32), GFP_KERNEL);
#endif
	v->n = n;
	return v->data ? 0 : -ENOMEM;
}

void vec_end(struct vec *v)
{
	v->data[v->n] = U32_MAX;
}
