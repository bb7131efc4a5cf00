// The fix brings a new variable with an initial value, which one function uses to limit a message.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// A new variable lives in the patch module and is loaded with its value; no old code knows it.
#include "kernel.h"

struct disk { u32 errors; };
#ifdef FIXED
static unsigned long next_warning = 1;
#endif

int disk_error(struct disk *d)
{
	d->errors++;
#ifdef FIXED
	if (time_before(jiffies, next_warning))
		return -EIO;
	next_warning = jiffies + 5 * HZ;
#endif
	pr_warn("disk: error\n");
	return -EIO;
}
