// A length is compared with the buffer before it is copied into.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The overflowing copy becomes an early -EINVAL before anything is written.
#include "kernel.h"

struct cmd { char name[16]; u32 len; };

int cmd_set_name(struct cmd *c, const char *name, u32 len)
{
	if (!len)
		return -EINVAL;
#ifdef FIXED
	if (len > sizeof(c->name))
		return -EINVAL;
#endif
	memcpy(c->name, name, len);
	c->len = len;
	return 0;
}
