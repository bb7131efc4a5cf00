// The hardware is enabled in open instead of probe, and disabled in release instead of remove.
// lpcheck: expect refused
// lpcheck: because order-of-phases
// lpcheck: origin synthetic
// A device probed by old code is on; opened and released by new code it is switched off, and an old remove, or old users
// in tasks not switched, then work on hardware that is off. One probed by new code and opened by old code never goes on.
#include "kernel.h"

struct hw { u32 users; };
void hw_power(struct hw *hw, bool on);

int hw_probe(struct hw *hw)
{
	hw->users = 0;
#ifndef FIXED
	hw_power(hw, true);
#endif
	return 0;
}

int hw_open(struct hw *hw)
{
	hw->users++;
#ifdef FIXED
	hw_power(hw, true);
#endif
	return 0;
}

void hw_release(struct hw *hw)
{
	hw->users--;
#ifdef FIXED
	hw_power(hw, false);
#endif
}
