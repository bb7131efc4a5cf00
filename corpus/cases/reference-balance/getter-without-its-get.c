// A getter hands out the pointer without the reference.
// lpcheck: expect refused
// lpcheck: because reference-balance
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for unproved-balance
// Callers, unchanged, put it: one put too many each time, in new code alone.
#include "kernel.h"

struct conf { refcount_t ref; };
struct ctx { struct conf *conf; };

struct conf *ctx_get(struct ctx *c)
{
	struct conf *conf = c->conf;

#ifndef FIXED
	refcount_inc(&conf->ref);
#endif
	return conf;
}
