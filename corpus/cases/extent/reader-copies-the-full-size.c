// Setters allocate a fixed size now, and the reader copies that size without asking for the length.
// lpcheck: expect refused
// lpcheck: because extent
// lpcheck: origin synthetic
// A name set by old code has strlen + 1 bytes: the new reader copies far behind it. Names live as long as the device, so
// nothing that only switches tasks helps.
#include "kernel.h"

#define NAME_MAX 64
static char *name;

int name_set(const char *s)
{
	size_t len = strlen(s);
	char *copy;

	if (len >= NAME_MAX)
		return -EINVAL;
#ifdef FIXED
	copy = kzalloc(NAME_MAX, GFP_KERNEL);
#else
	copy = kzalloc(len + 1, GFP_KERNEL);
#endif
	if (!copy)
		return -ENOMEM;
	memcpy(copy, s, len);
	smp_store_release(&name, copy);
	return 0;
}

void name_get(char *out)
{
#ifdef FIXED
	memcpy(out, name, NAME_MAX);
#else
	memcpy(out, name, strlen(name) + 1);
#endif
}
