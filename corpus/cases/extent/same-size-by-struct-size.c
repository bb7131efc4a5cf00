// The size of an allocation is written with struct_size.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// sizeof(*v) + sizeof(u32) * n is the number that stood there before.
#include "kernel.h"

struct vec { u32 n; u32 data[]; };

struct vec *vec_new(u32 n)
{
	struct vec *v;

	if (n > 1024)
		return NULL;
#ifdef FIXED
	v = kzalloc(struct_size(v, data, n), GFP_KERNEL);
#else
	v = kzalloc(sizeof(*v) + n * sizeof(u32), GFP_KERNEL);
#endif
	if (v)
		v->n = n;
	return v;
}
