// A function that always returned 0 now reports a failure that its caller has always tested for.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// -EIO is in the caller's contract (it tests for non-zero, stops, and owes nothing): the return domain that callers
// accept is unchanged.
#include "kernel.h"

struct chip { u32 status; };
u32 chip_read(struct chip *chip, u32 reg);

static noinline int chip_sync(struct chip *chip)
{
	chip->status = chip_read(chip, 4);
#ifdef FIXED
	if (chip->status == 0xffffffff)
		return -EIO;
#endif
	if (chip->status & 0x80)
		return -EBUSY;
	return 0;
}

int chip_start(struct chip *chip)
{
	int err = chip_sync(chip);

	if (err)
		return err;
	return (int)(chip_read(chip, 8) & 0xff);
}
