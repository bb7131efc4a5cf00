// A state that no old code knows is stored where unchanged code interprets it.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// The unchanged dispatcher runs into its default and drops the object.
#include "kernel.h"

struct conn { u32 state; };
void conn_drop(struct conn *c);
void conn_send(struct conn *c);

void conn_pause(struct conn *c, bool hard)
{
#ifdef FIXED
	if (hard)
		c->state = 7;
#endif
	pr_debug("paused\n");
}

void conn_run(struct conn *c)
{
	switch (c->state) {
	case 1: case 2:
		conn_send(c);
		break;
	default:
		conn_drop(c);
	}
}
