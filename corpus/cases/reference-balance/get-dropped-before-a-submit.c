// The reference for a function that is not shown is no longer taken.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for unproved-balance
// It puts what it has always been given: the object is freed under its owner, in every mixture and in new code alone.
#include "kernel.h"

struct req { refcount_t ref; int n; };
void hw_submit(struct req *r);

void req_send(struct req *r)
{
#ifndef FIXED
	refcount_inc(&r->ref);
#endif
	hw_submit(r);
}
