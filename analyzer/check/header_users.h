// Who else is compiled with a header that the fix changes. Units of the fix show what changes in it. A change
// that only adds declarations reaches nobody else; a changed layout, inline function, constant or macro
// reaches every includer. Those are taken from the compile database, nearest first; when there are more than
// kMostIncluders, the rest is a gap.
#ifndef LPCHECK_ANALYZER_CHECK_HEADER_USERS_H_
#define LPCHECK_ANALYZER_CHECK_HEADER_USERS_H_

#include <vector>

#include "analyzer/check/unit_check.h"

namespace lpcheck::check {

/// Parsing more costs more than the answer is worth: a fix to such a header is reviewed by people.
constexpr std::size_t kMostIncluders = 8;

struct HeaderUsers {
  std::vector<Gap> gaps;
};

/// Appends the units that had to be looked at.
HeaderUsers AddHeaderUsers(const Plan& plan, const Fix& fix, const CheckOptions& options,
                           std::vector<CheckedUnit>& units);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_HEADER_USERS_H_
