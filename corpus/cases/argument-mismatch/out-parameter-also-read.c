// What came out through a pointer now goes in as well: the room that the caller has.
// lpcheck: expect refused
// lpcheck: because argument-mismatch
// lpcheck: origin net/sched/act_pedit.c (tcf_pedit_offload_act_setup), reduced
// lpcheck: known-wrong too strict: undecided for undischarged
// The unchanged caller hands over a variable that nobody has set: what the new version takes for the room is chance.
#include "kernel.h"

struct key { u32 off; };
struct edit { int n; struct key keys[8]; };

int edit_fill(struct edit *e, struct key *out, int *index)
{
	int k;

#ifdef FIXED
	if (e->n > *index)
		return -ENOSPC;
#endif
	for (k = 0; k < e->n; k++)
		out[k] = e->keys[k];
	*index = k;
	return 0;
}

int edit_offload(struct edit *e, struct key *out)
{
	int used;
	int err = edit_fill(e, out, &used);

	return err ? err : used;
}
