// Two functions share a new helper for a part that both spelled out.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Each behaves as before; the helper is new, so no old code calls it, and it has no state.
#include "kernel.h"

static DEFINE_SPINLOCK(lock);
static u32 tx, rx;
#ifdef FIXED
static void bump(u32 *counter, u32 n)
{
	spin_lock(&lock);
	*counter += n;
	spin_unlock(&lock);
}
#endif

void count_tx(u32 n)
{
#ifdef FIXED
	bump(&tx, n);
#else
	spin_lock(&lock);
	tx += n;
	spin_unlock(&lock);
#endif
}

void count_rx(u32 n)
{
#ifdef FIXED
	bump(&rx, n);
#else
	spin_lock(&lock);
	rx += n;
	spin_unlock(&lock);
#endif
}
