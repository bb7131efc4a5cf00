// The helper in front of which the new way out stands marks what it saw and gives nothing back.
// lpcheck: expect immediate
// lpcheck: origin synthetic
#include "kernel.h"

struct res { int flags; int seen; };
struct sock { struct mutex lock; struct res *io; unsigned int state; };

static void mark_io(struct sock *s, struct res *r)
{
	if (r->flags & 1)
		return;
	if (!r->seen)
		r->seen = 1;
}

int drop_io(struct sock *s)
{
	int ret = -EINVAL;

	mutex_lock(&s->lock);
#ifdef FIXED
	if (s->state == 3)
		goto out;
#endif
	mark_io(s, s->io);
	ret = 0;
out:
	mutex_unlock(&s->lock);
	return ret;
}
