// A length is stored in the machine's byte order; the reader still converts it.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: because outside-format
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Records filled by new code are read swapped, on a big-endian machine by the unchanged reader and everywhere on the wire.
#include "kernel.h"

struct rec { __le32 len; };

void rec_set(struct rec *r, u32 len)
{
#ifdef FIXED
	r->len = len;
#else
	r->len = cpu_to_le32(len);
#endif
}

u32 rec_len(struct rec *r)
{
	return le32_to_cpu(r->len);
}
