// A loop over device data gets an upper bound.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Up to the bound both loops do the same; beyond it the old one wrote outside the array.
#include "kernel.h"

static u32 fifo[64];
u32 fifo_read(void);

u32 fifo_drain(void)
{
	u32 n = 0, word;

	while ((word = fifo_read()) != 0) {
#ifdef FIXED
		if (n >= ARRAY_SIZE(fifo))
			break;
#endif
		fifo[n++] = word;
	}
	return n;
}
