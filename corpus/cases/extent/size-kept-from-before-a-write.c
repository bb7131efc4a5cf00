// The length is read into a local before the record's length is raised; the copy is made with the old one.
// lpcheck: expect refused
// lpcheck: because extent
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The copy says that it is longer than the memory it lies in; whoever trusts rec->len reads behind it.
#include "kernel.h"

struct rec { u32 len; u8 data[]; };

void *rec_copy(struct rec *rec)
{
#ifdef FIXED
	u32 len = rec->len;
#endif

	rec->len += sizeof(*rec);
#ifdef FIXED
	return kmemdup(rec, len, GFP_KERNEL);
#else
	return kmemdup(rec, rec->len, GFP_KERNEL);
#endif
}
