// A cursor kept between calls changes from "bytes left" to "bytes done".
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// A file partly read by old code holds the bytes left; new read takes them for the bytes done and skips or repeats
// data. The value lies in the open file between two system calls.
#include "kernel.h"

struct cursor { size_t pos; char data[128]; };

int cursor_open(struct inode *inode, struct file *file)
{
	struct cursor *c = kzalloc(sizeof(*c), GFP_KERNEL);

#ifndef FIXED
	if (c)
		c->pos = sizeof(c->data);
#endif
	file->private_data = c;
	return c ? 0 : -ENOMEM;
}

ssize_t cursor_read(struct file *file, char __user *buf, size_t len, loff_t *ppos)
{
	struct cursor *c = file->private_data;
#ifdef FIXED
	size_t from = c->pos, n = min(len, sizeof(c->data) - from);

	c->pos += n;
#else
	size_t from = sizeof(c->data) - c->pos, n = min(len, c->pos);

	c->pos -= n;
#endif
	return copy_to_user(buf, c->data + from, n) ? -EFAULT : (ssize_t)n;
}
