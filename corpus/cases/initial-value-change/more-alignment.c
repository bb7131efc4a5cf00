// A buffer that a device writes asks for the alignment of a page.
// lpcheck: expect refused
// lpcheck: because initial-value-change
// lpcheck: origin synthetic
// The buffer lies where it lies; the code that hands it out is the same.
#include "kernel.h"

void device_give(void *where);

static u8 frame[64]
#ifdef FIXED
__aligned(4096)
#endif
;

void frame_start(void)
{
	device_give(frame);
}
