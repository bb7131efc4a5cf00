// One unit: parsed in both versions, its facts, and what can be said before any rule runs (it does not
// compile, a changed line is compiled by nobody). The first units of a fix keep their syntax trees, for whoever lowers
// bodies by need; of the others everything that can be asked is lowered at once, so that memory does not grow with the
// number of files that a header reaches.
#ifndef LPCHECK_ANALYZER_CHECK_UNIT_CHECK_H_
#define LPCHECK_ANALYZER_CHECK_UNIT_CHECK_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "analyzer/check/units.h"
#include "analyzer/semantics/unit.h"
#include "model/changes.h"

namespace lpcheck::check {

struct CheckedUnit {
  std::string file;
  std::vector<Finding> findings;
  std::vector<Gap> gaps;
  std::set<std::string> includes;         ///< of both versions, absolute
  std::unique_ptr<semantics::Unit> bodies;  ///< absent when a version does not parse or no function changes
  std::unique_ptr<UnitPairFacts> facts;   ///< at a fixed place: changes point into it
  UnitChanges changes;
};

/// How many units of a fix keep their trees.
constexpr std::size_t kMostTrees = 2;

/// What the units of one fix share; must outlive them.
struct Bodies {
  steps::Arena arena;
  std::size_t trees = 0;  ///< units that have kept theirs
};

/// Where this check keeps and finds include blocks.
session::SessionOptions SessionFor(const CheckOptions& options);

CheckedUnit CheckUnit(const UnitPlan& plan, const Fix& fix, const CheckOptions& options, Bodies& bodies);

}  // namespace lpcheck::check

#endif  // LPCHECK_ANALYZER_CHECK_UNIT_CHECK_H_
