// A function with callers in other files returns an error pointer where it returned NULL.
// lpcheck: expect refused
// lpcheck: because return-mismatch
// lpcheck: because incomplete-fix
// lpcheck: origin mutation harness, class change-sentinel
// lpcheck: known-wrong too strict: undecided for undischarged
// Callers exist, are unchanged and test NULL: they dereference ERR_PTR(-ENOENT) in the new code alone.
#include "kernel.h"

static const u16 coeffs_4[] = { 1, 2, 3, 4 };
static const u16 coeffs_8[] = { 1, 2, 3, 4, 5, 6, 7, 8 };

const u16 *filter_coeffs(int taps)
{
	if (taps == 8)
		return coeffs_8;
	if (taps == 4)
		return coeffs_4;
#ifdef FIXED
	return ERR_PTR(-ENOENT);
#else
	return NULL;
#endif
}
