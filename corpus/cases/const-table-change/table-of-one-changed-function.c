// The corrected table is read by one function only, and that function is replaced as well.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for const-table-change, table-contents
// The table travels as the function's private copy. It only rejects one more argument, with the error of the others.
#include "kernel.h"

static const u8 policy_len[] = {
	4,
#ifdef FIXED
	8,
#else
	16,
#endif
};

int policy_check(u32 type, u32 len)
{
	if (type >= ARRAY_SIZE(policy_len))
		return -EINVAL;
#ifdef FIXED
	if (!len)
		return -EINVAL;
#endif
	return len > policy_len[type] ? -EINVAL : 0;
}
