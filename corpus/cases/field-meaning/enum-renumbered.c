// A state is inserted in the middle of an enum whose values are stored in live objects.
// lpcheck: expect refused
// lpcheck: because field-meaning
// lpcheck: origin synthetic
// An object that old code left in RUNNING (1) is PREPARED for new code, so new stop does nothing and the hardware keeps
// running; the other way round old code stops what never ran.
#include "kernel.h"

#ifdef FIXED
enum state { IDLE, PREPARED, RUNNING };
#else
enum state { IDLE, RUNNING };
#endif
struct eng { enum state state; };
void eng_hw(bool on);

void eng_start(struct eng *e)
{
#ifdef FIXED
	e->state = PREPARED;
#endif
	eng_hw(true);
	e->state = RUNNING;
}

void eng_stop(struct eng *e)
{
	if (e->state == RUNNING)
		eng_hw(false);
	e->state = IDLE;
}
