// An allocation may sleep now, and an unchanged caller of the file makes it in a section.
// lpcheck: expect refused
// lpcheck: because sleep-in-atomic
// lpcheck: origin synthetic
// That another caller may sleep does not help. allocation-in-front-of-the-section is the twin.
#include "kernel.h"

struct bucket { u32 port; };
static DEFINE_SPINLOCK(table_lock);

static noinline struct bucket *bucket_new(u32 port)
{
#ifdef FIXED
	struct bucket *b = kmalloc(sizeof(*b), GFP_KERNEL);
#else
	struct bucket *b = kmalloc(sizeof(*b), GFP_ATOMIC);
#endif
	if (b)
		b->port = port;
	return b;
}

struct bucket *bucket_prepare(u32 port)
{
	msleep(1);
	return bucket_new(port);
}

void bucket_bind(struct bucket **slot, u32 port)
{
	spin_lock(&table_lock);
	*slot = bucket_new(port);
	spin_unlock(&table_lock);
}
