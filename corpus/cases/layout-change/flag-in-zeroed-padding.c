// A new flag in the padding of a zeroed object keeps one message from being printed again and again.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for field-in-padding
// Offsets and size stay (the hole behind `kind` was there, and kzalloc cleared it), old code neither reads nor writes
// it, and 0 means what old code did: warn.
#include "kernel.h"

struct conn {
	u8 kind;
#ifdef FIXED
	bool warned;
#endif
	u32 len;
};

struct conn *conn_alloc(void)
{
	return kzalloc(sizeof(struct conn), GFP_KERNEL);
}

int conn_check(struct conn *c)
{
	if (c->len <= 4096)
		return 0;
#ifdef FIXED
	if (!c->warned)
		pr_warn("conn: too long\n");
	c->warned = true;
#else
	pr_warn("conn: too long\n");
#endif
	return -EINVAL;
}
