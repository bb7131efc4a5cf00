// A function that the fix removes while other files still name it: half of a change, which does not link.
#ifndef LPCHECK_ANALYZER_CHECK_REMOVED_FUNCTIONS_H_
#define LPCHECK_ANALYZER_CHECK_REMOVED_FUNCTIONS_H_

#include <vector>

#include "analyzer/check/unit_check.h"

namespace lpcheck::check {

/// A gap `removed-still-used` for each function with linkage, or of a header, that no unit has after the fix, neither as a function nor as a
/// macro, and that a built file outside the fix mentions.
std::vector<Gap> RemovedStillUsed(const std::vector<CheckedUnit>& units, const Fix& fix, const CheckOptions& options);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_REMOVED_FUNCTIONS_H_
