// The setter frees the string it replaces, under the lock that all users hold.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// The old string becomes private when it is swapped out under the mutex; readers copy under the same mutex and keep no
// pointer. Old setters leak it, as before.
#include "kernel.h"

static DEFINE_MUTEX(lock);
static char *label;

int label_set(const char *s)
{
	char *copy = kstrdup(s, GFP_KERNEL);

	if (!copy)
		return -ENOMEM;
	mutex_lock(&lock);
	swap(label, copy);
	mutex_unlock(&lock);
#ifdef FIXED
	kfree(copy);
#endif
	return 0;
}

void label_get(char *out, size_t n)
{
	mutex_lock(&lock);
	strscpy(out, label ? label : "", n);
	mutex_unlock(&lock);
}
