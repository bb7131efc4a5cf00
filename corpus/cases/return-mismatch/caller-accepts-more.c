// Only the caller changes: besides NULL it now rejects error pointers, which the callee never returns.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The added test is false for every value of the unchanged callee: same behaviour.
#include "kernel.h"

struct user { u32 id, quota; };
struct user *user_lookup(u32 id);

int user_set_quota(u32 id, u32 quota)
{
	struct user *u = id ? user_lookup(id) : NULL;

#ifdef FIXED
	if (IS_ERR_OR_NULL(u))
		return -ENOENT;
#else
	if (!u)
		return -ENOENT;
#endif
	u->quota = quota;
	return 0;
}
