// A field is added to a struct that only one function makes and uses, on its own stack.
// lpcheck: expect immediate
// lpcheck: origin synthetic
// lpcheck: known-wrong too strict: undecided for layout-change, undischarged
// Each invocation brings its own object and lets no pointer to it out: the two layouts never meet.
#include "kernel.h"

struct stats {
	u32 sum;
#ifdef FIXED
	u32 skipped;
#endif
	u32 count;
};

int average(const u32 *values, u32 n)
{
	struct stats st = { 0 };
	u32 i;

	for (i = 0; i < n; i++) {
#ifdef FIXED
		if (values[i] > 1000) {
			st.skipped++;
			continue;
		}
#endif
		st.sum += values[i];
		st.count++;
	}
	return st.count ? (int)(st.sum / st.count) : -EINVAL;
}
