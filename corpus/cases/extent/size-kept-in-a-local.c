// The length is read once into a local, checked, and used for the copy.
// lpcheck: expect immediate
// lpcheck: origin kernel
// The local holds what the old version asked the record for; nothing in between writes either.
#include "kernel.h"

struct rec { u32 len; u8 data[]; };

void *rec_copy(const struct rec *rec, u32 max)
{
#ifdef FIXED
	u32 len = rec->len;

	if (!max || len > max)
		return NULL;
	return kmemdup(rec, len, GFP_KERNEL);
#else
	if (!max)
		return NULL;
	return kmemdup(rec, rec->len, GFP_KERNEL);
#endif
}
