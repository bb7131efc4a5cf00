// A length is clamped in a local before it goes to a function that is not shown.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// A number that the callee has always been able to get; nothing was put under it.
#include "kernel.h"

struct sink;
struct obj { u32 len; const u8 *buf; };
void sink_write(struct sink *s, const u8 *buf, u32 len);

void obj_flush(struct sink *s, struct obj *o)
{
	u32 len = o->len;

#ifdef FIXED
	len = min_t(u32, len, 4096);
#endif
	sink_write(s, o->buf, len);
}
