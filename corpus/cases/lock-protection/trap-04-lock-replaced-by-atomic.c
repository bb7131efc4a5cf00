// Trap 4: a counter under a spinlock becomes an atomic counter in every function that touches it.
// lpcheck: expect refused
// lpcheck: because lock-protection
// lpcheck: origin synthetic
// Old take reads 4, new put decrements atomically to 3, old take writes 5: an update is lost although each version alone
// loses none. The two run in different tasks, and the wrong count stays for ever.
#include "kernel.h"

static DEFINE_SPINLOCK(users_lock);
static atomic_t users = ATOMIC_INIT(0);

void user_take(void)
{
#ifdef FIXED
	atomic_inc(&users);
#else
	spin_lock(&users_lock);
	users.counter++;
	spin_unlock(&users_lock);
#endif
}

void user_put(void)
{
#ifdef FIXED
	atomic_dec(&users);
#else
	spin_lock(&users_lock);
	users.counter--;
	spin_unlock(&users_lock);
#endif
}
