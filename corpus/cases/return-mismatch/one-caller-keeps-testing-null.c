// The lookup changes from NULL to an error pointer, but one caller in the file still tests NULL.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: because return-mismatch
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for caller-unchanged, return-mismatch
// user_name of the new code dereferences ERR_PTR(-ENOENT): harm in a run of only the new code.
#include "kernel.h"
struct user { u32 id, quota; const char *name; };
static struct user users[8];

static noinline struct user *user_find(u32 id)
{
	if (id < ARRAY_SIZE(users) && users[id].id == id)
		return &users[id];
#ifdef FIXED
	return ERR_PTR(-ENOENT);
#else
	return NULL;
#endif
}

const char *user_name(u32 id)
{
	struct user *u = user_find(id);

	return u ? u->name : "nobody";
}

int user_set_quota(u32 id, u32 quota)
{
	struct user *u = user_find(id);
#ifdef FIXED
	if (IS_ERR(u))
#else
	if (!u)
#endif
		return -ENOENT;
	return u->quota = quota, 0;
}
