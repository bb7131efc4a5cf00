// A struct on the stack is initialised before it is copied to user space.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// Only the bytes that were never set change, from stack contents to zero.
#include "kernel.h"

struct info { u8 type; u64 size; };

long info_get(void __user *arg, u8 type)
{
#ifdef FIXED
	struct info info = { 0 };
#else
	struct info info;
#endif
	info.type = type;
	info.size = 4096;
	return copy_to_user(arg, &info, sizeof(info)) ? -EFAULT : 0;
}
