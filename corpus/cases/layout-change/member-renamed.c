// A member gets another name; type, offset and every use stay.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Names do not reach the object code: both versions read and write the same bytes.
#include "kernel.h"

#ifdef FIXED
#define FIELD nr_bytes
#else
#define FIELD len
#endif
struct buf { u32 FIELD; char data[60]; };

int buf_append(struct buf *b, char c)
{
	if (b->FIELD >= sizeof(b->data))
		return -ENOSPC;
	b->data[b->FIELD++] = c;
	return 0;
}
