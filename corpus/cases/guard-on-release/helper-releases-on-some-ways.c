// A new way out goes round a helper that gives back on some of its ways; what old code took through it stays taken.
// lpcheck: expect refused
// lpcheck: because guard-on-release
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
#include "kernel.h"

struct res { int flags; void *start; };
struct sock { struct mutex lock; struct res *io; unsigned int state; };

static void release_io(struct sock *s, struct res *r)
{
	if (r->flags & 1)
		return;
	kfree(r->start);
	r->start = NULL;
}

int take_io(struct sock *s, struct res *r)
{
	r->start = kmalloc(16, GFP_KERNEL);
	return r->start ? 0 : -ENOMEM;
}

int drop_io(struct sock *s)
{
	int ret = -EINVAL;

	mutex_lock(&s->lock);
#ifdef FIXED
	if (s->state == 3)
		goto out;
#endif
	release_io(s, s->io);
	ret = 0;
out:
	mutex_unlock(&s->lock);
	return ret;
}
