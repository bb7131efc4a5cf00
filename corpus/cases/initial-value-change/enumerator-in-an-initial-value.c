// A new enumerator shifts another one, which a variable starts with.
// lpcheck: expect refused
// lpcheck: because initial-value-change
// lpcheck: origin synthetic
// The variable holds the old number; unchanged readers were compiled with the old numbers, changed ones with new ones.
#include "kernel.h"

enum mode {
	MODE_OFF,
#ifdef FIXED
	MODE_SAVE,
#endif
	MODE_ON,
};
static int start_mode = MODE_ON;

int mode_at_start(void)
{
	return start_mode;
}
