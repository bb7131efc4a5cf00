// A copy of a string is freed by the pointer that it was made with and by the one that it was copied to.
// lpcheck: expect refused
// lpcheck: because incomplete-fix
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for unproved-balance
// Two names of one buffer: every call of the new version frees it twice.
#include "kernel.h"

int word_use(const char *word);

int words_use(const char *text)
{
	char *buf = kstrdup(text, GFP_KERNEL);
	char *rest = buf;
	int err;

	if (!rest)
		return -ENOMEM;
	err = word_use(rest);
	kfree(buf);
#ifdef FIXED
	kfree(rest);
#endif
	return err;
}
