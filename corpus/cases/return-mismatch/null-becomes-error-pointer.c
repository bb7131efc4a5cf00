// The static lookup fails with an error pointer instead of NULL; all callers follow.
// lpcheck: expect consistency
// lpcheck: because return-mismatch
// lpcheck: because stack-mismatch
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for return-mismatch, undischarged
// Immediate: the old caller tests NULL only and dereferences ERR_PTR(-ENOENT). Call and return are on one stack and the
// failed value is not stored, so per-task is enough.
#include "kernel.h"
struct user { u32 id, quota; };
static struct user users[8];

static noinline struct user *user_find(u32 id)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(users); i++)
		if (users[i].id == id)
			return &users[i];
#ifdef FIXED
	return ERR_PTR(-ENOENT);
#else
	return NULL;
#endif
}

int user_set_quota(u32 id, u32 quota)
{
	struct user *u = user_find(id);

#ifdef FIXED
	if (IS_ERR(u))
		return PTR_ERR(u);
#else
	if (!u)
		return -ENOENT;
#endif
	u->quota = quota;
	return 0;
}
