// The lookup returns NULL, its known failure, for one more input.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Every caller already handles NULL, by giving up; nothing was taken before the new exit.
#include "kernel.h"

struct user { u32 id, quota; bool gone; };
static struct user users[8];

static noinline struct user *user_find(u32 id)
{
	u32 i;

	for (i = 0; i < ARRAY_SIZE(users); i++) {
		if (users[i].id != id)
			continue;
#ifdef FIXED
		if (users[i].gone)
			return NULL;
#endif
		return &users[i];
	}
	return NULL;
}

int user_set_quota(u32 id, u32 quota)
{
	struct user *u = user_find(id);

	if (!u)
		return -ENOENT;
	u->quota = quota;
	return 0;
}
