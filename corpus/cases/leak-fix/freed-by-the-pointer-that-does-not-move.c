// A copy of a string is walked by one pointer and freed by another that stays at its start.
// lpcheck: expect immediate
// lpcheck: origin kernel
// The buffer belongs to this invocation alone; old code freed NULL or the middle of it.
#include "kernel.h"

char *next_word(char **rest);
int word_use(const char *word);

int words_use(const char *text)
{
#ifdef FIXED
	char *buf = kstrdup(text, GFP_KERNEL);
	char *rest = buf;
#else
	char *rest = kstrdup(text, GFP_KERNEL);
#endif
	char *word;
	int err = 0;

	if (!rest)
		return -ENOMEM;
	while (!err && (word = next_word(&rest)))
		err = word_use(word);
#ifdef FIXED
	kfree(buf);
#else
	kfree(rest);
#endif
	return err;
}
