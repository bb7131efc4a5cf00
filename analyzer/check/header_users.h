// Who else is compiled with a header that the fix changes. Units of the fix show what changes in it. A change
// that only adds declarations reaches nobody else; a changed layout reaches every includer, a changed inline function,
// constant or macro those whose text mentions it. They are taken from the compile database, nearest first; when there are
// more than kMostIncluders, the rest is a gap.
#ifndef LPCHECK_ANALYZER_CHECK_HEADER_USERS_H_
#define LPCHECK_ANALYZER_CHECK_HEADER_USERS_H_

#include <set>
#include <string>
#include <vector>

#include "analyzer/check/unit_check.h"

namespace lpcheck::check {

/// Parsing more costs more than the answer is worth: a fix to such a header is reviewed by people.
constexpr std::size_t kMostIncluders = 8;

/// Users of a header that were too many to be looked at. Nothing is missed where the heart shows that `functions` do the
/// same as before; empty: it cannot show that.
struct UnseenUsers {
  Gap gap;
  std::set<std::string> functions;
};

struct HeaderUsers {
  std::vector<Gap> gaps;
  std::vector<UnseenUsers> unseen;
};

/// Appends the units that had to be looked at.
HeaderUsers AddHeaderUsers(const Plan& plan, const Fix& fix, const CheckOptions& options,
                           std::vector<CheckedUnit>& units, Bodies& bodies);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_HEADER_USERS_H_
