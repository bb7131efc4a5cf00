// The callee returns the number of bytes instead of 0; the caller, which tested for non-zero, follows.
// lpcheck: expect consistency
// lpcheck: because return-mismatch
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Immediate: the old caller takes a positive count for an error and frees a buffer that was queued. Same stack: per-task.
#include "kernel.h"

struct msg { struct list_head node; u32 len; char data[64]; };
static LIST_HEAD(queue);

static noinline int msg_queue(struct msg *m, u32 len)
{
	if (len > sizeof(m->data))
		return -EINVAL;
	m->len = len;
	list_add_tail(&m->node, &queue);
#ifdef FIXED
	return (int)len;
#else
	return 0;
#endif
}

int msg_send(u32 len)
{
	struct msg *m = kzalloc(sizeof(*m), GFP_KERNEL);
	int ret = m ? msg_queue(m, len) : -ENOMEM;

#ifdef FIXED
	if (ret < 0)
#else
	if (ret)
#endif
		kfree(m);
	return ret < 0 ? ret : 0;
}
