// An error way jumps to the label behind the one that frees the second buffer.
// lpcheck: expect refused
// lpcheck: because ownership
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The buffer is lost each time, in new code alone; the old error way freed it.
#include "kernel.h"

struct pair { u32 *a; u32 *b; };
int pair_check(u32 *b);

int pair_init(struct pair *p)
{
	int err = -ENOMEM;

	p->a = kzalloc(64, GFP_KERNEL);
	if (!p->a)
		return err;
	p->b = kzalloc(64, GFP_KERNEL);
	if (!p->b)
		goto free_a;
	err = pair_check(p->b);
	if (err < 0)
#ifdef FIXED
		goto free_a;
#else
		goto free_b;
#endif
	return 0;
#ifndef FIXED
free_b:
	kfree(p->b);
#endif
free_a:
	kfree(p->a);
	return err;
}
