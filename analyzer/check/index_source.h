// What the heart needs to ask a facts index about files that the fix does not touch.
#ifndef LPCHECK_ANALYZER_CHECK_INDEX_SOURCE_H_
#define LPCHECK_ANALYZER_CHECK_INDEX_SOURCE_H_

#include <vector>

#include "analyzer/check/unit_check.h"
#include "analyzer/semantics/elsewhere.h"

namespace lpcheck::check {

/// Refers to `fix` and `options`.
semantics::IndexSource IndexFor(const std::vector<CheckedUnit>& units, const Fix& fix, const CheckOptions& options);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_INDEX_SOURCE_H_
