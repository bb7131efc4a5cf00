// The same new error exit, through the unlock.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// A guard with an error code of the domain; the section is balanced on both exits and nothing was changed in it.
#include "kernel.h"

static DEFINE_MUTEX(pool_lock);
static u32 pool_used;

int pool_take(u32 n)
{
	int err = -ENOMEM;

	mutex_lock(&pool_lock);
#ifdef FIXED
	if (n > 64)
		goto out;
#endif
	if (pool_used > 1024)
		goto out;
	pool_used += n;
	err = 0;
out:
	mutex_unlock(&pool_lock);
	return err;
}
