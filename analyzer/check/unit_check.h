// One unit: parsed in both versions, its facts, and what can be said before any rule runs (it does not
// compile, a changed line is compiled by nobody). The parsed pair lives as long as the result, for whoever
// lowers its bodies.
#ifndef LPCHECK_ANALYZER_CHECK_UNIT_CHECK_H_
#define LPCHECK_ANALYZER_CHECK_UNIT_CHECK_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/check/units.h"
#include "model/changes.h"

namespace lpcheck::check {

struct CheckedUnit {
  std::string file;
  std::vector<Finding> findings;
  std::vector<Gap> gaps;
  std::set<std::string> includes;         ///< of both versions, absolute
  std::optional<session::UnitPair> pair;  ///< absent when a version does not parse or no function changes
  std::unique_ptr<UnitPairFacts> facts;   ///< at a fixed place: changes point into it
  UnitChanges changes;
};

/// Where this check keeps and finds include blocks.
session::SessionOptions SessionFor(const CheckOptions& options);

CheckedUnit CheckUnit(const UnitPlan& plan, const Fix& fix, const CheckOptions& options);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_UNIT_CHECK_H_
