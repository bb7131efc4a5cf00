// Setters allocate a fixed, larger size; the reader stays with the length of the string.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for undischarged
// Every reader of either version reads strlen + 1 bytes, which objects of both kinds have.
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
	memcpy(out, name, strlen(name) + 1);
}
